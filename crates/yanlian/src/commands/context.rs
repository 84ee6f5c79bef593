//! What a command on the registers answers from: the records, what is asked of them, what monitors sent.

use super::open_telemetry;
use crate::cli::{DataFolder, Terms};
use crate::clock::Clock;
use crate::{Failure, assessments};
use std::sync::Arc;
use yanlian_analysis::discharge::{ClosedDays, DischargeAssessment};
use yanlian_analysis::{Diagnosis, Question};
use yanlian_model::{Lang, Message};
use yanlian_present::{Settings, Theme, View};
use yanlian_store::Address;
use yanlian_workbench::Snapshot;

/// The registers of a folder, with the question that is asked of them.
pub(super) struct CommandContext {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) question: Question,
    pub(super) lang: Lang,
    assessment: Option<Arc<DischargeAssessment>>,
}

impl CommandContext {
    /// Reads a folder for the question that the terms ask; a chain that is not registered is wrong usage,
    /// not an empty answer.
    pub(super) async fn open(place: &DataFolder, terms: &Terms, lang: Lang) -> Result<CommandContext, Failure> {
        let snapshot = super::open(&place.address()).await?.snapshot().await?;
        let clock = terms.today.map_or(Clock::System, Clock::Still);
        let mut question = snapshot.question(clock.today(), terms.chain.as_deref(), terms.year);
        if question.chain != terms.chain {
            let known: Vec<&str> = snapshot.zone.registers.chains.iter().map(|chain| chain.id.as_str()).collect();
            return Err(Failure::Usage(Message::new("cli-no-chain").with("known", super::listed(&known))));
        }
        question.accept_stale = terms.accept_stale;
        let assessment = assess(&place.address(), &snapshot, &question).await?;
        question.measured =
            assessment.as_ref().map(|assessment| assessment.measured(&snapshot.zone.registers)).unwrap_or_default();
        Ok(CommandContext { snapshot, question, lang, assessment })
    }

    /// The diagnosis of what is asked.
    pub(super) async fn diagnosis(&self) -> Result<Arc<Diagnosis>, Failure> {
        Ok(self.snapshot.diagnosis(&self.question).await?)
    }

    /// What a reader of the command's language sees.
    pub(super) fn view<'a>(&'a self, diagnosis: &'a Diagnosis) -> View<'a> {
        let settings = Settings { lang: self.lang, theme: Theme::Light, path: "/".to_owned(), demo: false };
        View::new(settings, &self.snapshot.zone, diagnosis, diagnosis.question.today)
            .with_discharge(self.assessment.as_deref())
    }
}

/// The assessment of what monitors sent; where there are no outlets there is nothing to assess.
async fn assess(
    address: &Address,
    snapshot: &Arc<Snapshot>,
    question: &Question,
) -> Result<Option<Arc<DischargeAssessment>>, Failure> {
    if snapshot.zone.registers.outlets.is_empty() {
        return Ok(None);
    }
    let store = open_telemetry(address).await?;
    let (assessed, _) = assessments::assess(&store, snapshot, ClosedDays::default(), question.today).await?;
    store.close().await;
    Ok(assessed.inspect_err(|fault| eprintln!("{fault}")).ok())
}
