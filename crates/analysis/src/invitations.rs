//! Invitations (招商): which outside companies could fill a gap or take an extension, and which of each?
//!
//! A company is listed once for each product that it makes, in the order in which gaps, then extensions, first ask
//! for it. Source: the candidates of `gaps` and `extensions`. Limits: as the directory has them.

use crate::{Candidate, Diagnosis};
use std::collections::HashMap;

/// An outside company with a product that it makes, and what it could do here.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation<'a> {
    /// Company and product.
    pub candidate: &'a Candidate,
    /// The products whose gaps it could fill.
    pub gaps: Vec<&'a str>,
    /// The processes of the extensions that it could take.
    pub extensions: Vec<&'a str>,
}

/// The companies to invite.
pub fn invitations(diagnosis: &Diagnosis) -> Vec<Invitation<'_>> {
    let mut invitations: Vec<Invitation> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    let gaps = diagnosis.gaps.iter().map(|gap| (&gap.candidates, Some(gap.product.as_str()), None));
    let extensions = diagnosis.extensions.iter().map(|step| (&step.candidates, None, Some(step.process.as_str())));
    for (candidates, gap, extension) in gaps.chain(extensions) {
        for candidate in candidates {
            let place = *places.entry((&candidate.company, &candidate.product)).or_insert_with(|| {
                invitations.push(Invitation { candidate, gaps: Vec::new(), extensions: Vec::new() });
                invitations.len() - 1
            });
            invitations[place].gaps.extend(gap);
            invitations[place].extensions.extend(extension);
        }
    }
    invitations
}
