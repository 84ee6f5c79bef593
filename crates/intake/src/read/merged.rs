//! What a sheet says beside its cells, and the cells that are merged into one.

use super::comments::Comment;
use super::sheet::{Line, Raw};

/// What a sheet says beside its cells.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Cells that are merged into one, by their first row.
    pub(crate) merged: Vec<Region>,
    /// First and last of the columns that are not shown, from 0.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// The sheet itself is not shown.
    pub(crate) hidden: bool,
    /// It does not show zeros.
    pub(crate) hides_zeros: bool,
    /// What is printed above and below its pages.
    pub(crate) printed: Vec<String>,
    /// What is noted at its cells.
    pub(crate) comments: Vec<Comment>,
    /// Its cells are parted by semicolons, as where the comma is that of decimals.
    pub(crate) semicolons: bool,
}

/// Cells that are merged into one; rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Region {
    pub(crate) top: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) right: u32,
}

/// The merged cells of a sheet, while its rows are read one after another.
pub(crate) struct Merged {
    /// Those that begin further below, the next one last.
    ahead: Vec<Region>,
    /// Those that reach the row at hand, with what they show.
    open: Vec<(Region, Option<Raw>)>,
}

/// How many merged cells may reach one row; no sheet for people has so many.
const MOST: usize = 1000;

impl Merged {
    pub(crate) fn new(mut regions: Vec<Region>) -> Merged {
        regions.reverse();
        Merged { ahead: regions, open: Vec::new() }
    }

    /// Gives a row the cells that it shows from above, each in the first column of its merged cell.
    /// The columns of those cells, and those that a merged cell of this row covers beside its first.
    pub(crate) fn fill(&mut self, line: &mut Line) -> Covered {
        let mut covered = Covered::default();
        self.open.retain(|(region, _)| region.bottom >= line.number);
        while let Some(region) = self.ahead.pop_if(|region| region.top <= line.number) {
            let shown = line.cell(region.left).filter(|_| region.top == line.number).cloned();
            if region.bottom >= line.number && self.open.len() < MOST {
                self.open.push((region, shown));
            }
        }
        for (region, shown) in &self.open {
            if region.top == line.number {
                let beside = |at: &u32| line.cell(*at).is_none();
                covered.beside.extend((region.left + 1..=region.right.min(region.left + 100)).filter(beside));
            } else if let Some(raw) = shown.as_ref().filter(|_| line.cell(region.left).is_none()) {
                let place = line.cells.partition_point(|(at, _)| *at < region.left);
                line.cells.insert(place, (region.left, raw.clone()));
                covered.from_above.push(region.left);
            }
        }
        covered
    }
}

/// The columns of a row that merged cells cover.
#[derive(Debug, Default)]
pub(crate) struct Covered {
    /// They show a cell of a row above.
    pub(crate) from_above: Vec<u32>,
    /// They are covered by a cell to their left.
    pub(crate) beside: Vec<u32>,
}
