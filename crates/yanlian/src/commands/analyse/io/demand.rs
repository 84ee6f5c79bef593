//! Final demand: which columns behind the sectors are uses of their own, and which are sums of others?
//!
//! Names alone do not tell. Gross fixed capital formation is 固定资本形成总额, which is a use of its own;
//! "total exports" may be all that there is of exports; official tables have several columns 合计, of
//! intermediate use, of consumption, of everything. So a column is a sum where arithmetic says so at its
//! place: of the sectors' columns, of the uses just before it, of both together, or of the uses just behind
//! it. Where nothing of that holds, a name that sounds like a sum is that of a use.

use super::roles::{Role, is_final, key, role, without_sum_words};
use yanlian_analysis::io::{Rows, Trade};
use yanlian_model::Message;

/// A sum that misses its parts by less than this share of it does so by rounding in binary.
const ROUNDING: f64 = 1e-9;
/// What sounds like a sum is one where it misses its parts by less than this share: published tables are rounded.
const PUBLISHED: f64 = 1e-3;
/// By less than this share it is one with mistakes.
const MISTAKEN: f64 = 0.05;
/// With fewer sectors a column may equal the sum of others by chance.
const SECTORS: usize = 3;

/// A column behind the sectors; imports with the sign that takes them off.
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) values: Vec<f64>,
}

/// Final demand by columns.
pub(super) struct Demand {
    pub(super) columns: Vec<Column>,
    /// The column of the totals of everything, where there is one.
    pub(super) total: Option<usize>,
    /// Which columns were taken for sums though their names do not say so, or though they do not add up.
    pub(super) notes: Vec<(Option<usize>, Message)>,
    size: usize,
}

impl Demand {
    /// Tells uses from sums, in the order of the columns.
    pub(super) fn of(columns: Vec<Column>, flows: &Rows) -> Demand {
        let between: Vec<f64> = flows.iter().map(|row| row.iter().sum()).collect();
        let mut demand = Demand { columns: Vec::new(), total: None, notes: Vec::new(), size: flows.len() };
        let mut stated = None;
        for column in columns {
            match demand.sum_of(&column, &between) {
                Some(Role::Total) => demand.total = demand.total.or(Some(column.at)),
                Some(_) => {}
                // A bare word for a total has no other meaning, even if nothing adds up to it.
                None if column.role == Role::Total => stated = stated.or(Some(column.at)),
                None => demand.columns.extend(column.into_use()),
            }
        }
        demand.total = demand.total.or(stated);
        demand.drop_headings();
        demand
    }

    /// What a column is the sum of, behind the uses before it: of some of them, of the sectors' columns, of
    /// everything; `None` where it is no sum.
    fn sum_of(&mut self, column: &Column, between: &[f64]) -> Option<Role> {
        let sounds = matches!(column.role, Role::Total | Role::Subtotal);
        if column.values.iter().all(|value| *value == 0.0) {
            return None;
        }
        let least = if sounds { 1 } else { 2 };
        let runs = (0..self.columns.len()).filter(|from| self.columns.len() - from >= least);
        let sums = runs.flat_map(|from| [self.run(from, true), self.run(from, false)]);
        let mut candidates: Vec<(Role, Vec<f64>)> = sums.map(|sum| (Role::Subtotal, sum)).collect();
        if sounds {
            candidates.push((Role::Intermediate, between.to_vec()));
            let whole = [self.run(0, true), self.run(0, false)];
            candidates.extend(whole.map(|sum| (Role::Total, sum.iter().zip(between).map(|(a, b)| a + b).collect())));
        }
        let miss = |(role, sum): &(Role, Vec<f64>)| (missed(&column.values, sum), *role);
        let nearest = candidates.iter().map(miss).min_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((miss, role)) if sounds && miss <= PUBLISHED => Some(role),
            Some((miss, role)) if sounds && miss <= MISTAKEN => {
                let message = Message::new("io-sum-differs").with("column", &column.name);
                self.notes.push((Some(column.at), message));
                Some(role)
            }
            Some((miss, role)) if miss <= ROUNDING && self.may_be_whole(&column.name) => {
                self.notes.push((None, Message::new("io-sum-of-others").with("column", &column.name)));
                Some(role)
            }
            _ => None,
        }
    }

    /// Whether a column that is the sum of others is no sum by chance.
    fn may_be_whole(&self, name: &str) -> bool {
        self.size >= SECTORS || is_final(&key(name))
    }

    /// The sum of the last columns from a place on, with imports taken off or without them.
    fn run(&self, from: usize, net: bool) -> Vec<f64> {
        let mut sum = vec![0.0; self.size];
        for column in self.columns[from..].iter().filter(|column| net || column.role != Role::Imports) {
            sum.iter_mut().zip(&column.values).for_each(|(sum, value)| *sum += value);
        }
        sum
    }

    /// Drops columns that are the sum of those just behind them, as a heading before its parts.
    fn drop_headings(&mut self) {
        let mut at = 0;
        while at < self.columns.len() {
            let heads = |last: usize| {
                let mut sum = vec![0.0; self.size];
                for part in &self.columns[at + 1..=last] {
                    sum.iter_mut().zip(&part.values).for_each(|(sum, value)| *sum += value);
                }
                missed(&self.columns[at].values, &sum) <= ROUNDING
            };
            let column = &self.columns[at];
            let sounds = matches!(role(&key(&column.name)), Role::Subtotal);
            let may = (sounds || self.may_be_whole(&column.name)) && column.values.iter().any(|value| *value != 0.0);
            if may && (at + 2..self.columns.len()).any(heads) {
                let dropped = self.columns.remove(at);
                self.notes.push((None, Message::new("io-sum-of-others").with("column", dropped.name)));
            } else {
                at += 1;
            }
        }
    }

    /// The sum of the columns that `count`.
    pub(super) fn sum(&self, count: impl Fn(&Column) -> bool) -> Vec<f64> {
        let mut sums = vec![0.0; self.size];
        for column in self.columns.iter().filter(|column| count(column)) {
            sums.iter_mut().zip(&column.values).for_each(|(sum, value)| *sum += value);
        }
        sums
    }

    /// All of final demand, imports taken off.
    pub(super) fn net(&self) -> Vec<f64> {
        self.sum(|_| true)
    }

    /// What crosses the border and goes into stock, where any column says so.
    pub(super) fn trade(&self) -> Option<Trade> {
        let of = |role| self.sum(|column| column.role == role);
        let known = |column: &Column| matches!(column.role, Role::Exports | Role::Imports | Role::Inventories);
        self.columns.iter().any(known).then(|| Trade {
            exports: of(Role::Exports),
            imports: of(Role::Imports).into_iter().map(|value| -value).collect(),
            inventories: of(Role::Inventories),
        })
    }
}

impl Column {
    /// The column as a use; none of what its name says to be something else. Imports get the sign that
    /// takes them off, whichever the file has.
    fn into_use(mut self) -> Option<Column> {
        if self.role == Role::Subtotal {
            self.role = role(&without_sum_words(&key(&self.name)));
        }
        if matches!(self.role, Role::Output | Role::Intermediate | Role::ValueAdded | Role::Total) {
            return None;
        }
        if self.role == Role::Imports && self.values.iter().sum::<f64>() > 0.0 {
            self.values.iter_mut().for_each(|value| *value = -*value);
        }
        Some(self)
    }
}

/// By how much of it a column misses a sum.
fn missed(column: &[f64], sum: &[f64]) -> f64 {
    let scale: f64 = column.iter().map(|value| value.abs()).sum();
    column.iter().zip(sum).map(|(value, sum)| (value - sum).abs()).sum::<f64>() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The uses that are kept, the column of totals, and what was noted, of columns by name.
    fn read(columns: &[(&str, &[f64])], flows: Rows) -> (Vec<String>, Option<usize>, Vec<&'static str>) {
        let column = |(at, (name, values)): (usize, &(&str, &[f64]))| Column {
            at,
            name: (*name).to_owned(),
            role: role(&key(name)),
            values: values.to_vec(),
        };
        let demand = Demand::of(columns.iter().enumerate().map(column).collect(), &flows);
        let names = demand.columns.iter().map(|column| column.name.clone()).collect();
        (names, demand.total, demand.notes.iter().map(|(_, message)| message.id).collect())
    }

    fn flows() -> Rows {
        vec![vec![10.0, 20.0, 0.0], vec![20.0, 50.0, 5.0], vec![1.0, 2.0, 3.0]]
    }

    #[test]
    fn sums_are_told_by_arithmetic_and_uses_by_what_remains() {
        let columns: [(&str, &[f64]); 14] = [
            ("合计", &[30.0, 75.0, 6.0]),
            ("农村居民消费支出", &[10.0, 20.0, 1.0]),
            ("城镇居民消费支出", &[30.0, 30.0, 3.0]),
            ("小计", &[40.0, 50.0, 4.0]),
            ("政府消费支出", &[5.0, 20.0, 9.0]),
            ("合计", &[45.0, 70.0, 13.0]),
            ("固定资本形成总额", &[10.0, 35.0, 2.0]),
            ("存货增加", &[2.0, 5.0, 0.0]),
            ("资本形成总额", &[12.0, 40.0, 2.0]),
            ("出口总额", &[20.0, 40.0, 7.0]),
            ("最终使用合计", &[77.0, 150.0, 22.0]),
            ("总计", &[107.0, 225.0, 28.0]),
            ("进口", &[7.0, 25.0, 3.0]),
            ("其他", &[0.0, 1.0, 0.0]),
        ];
        let kept = [
            "农村居民消费支出",
            "城镇居民消费支出",
            "政府消费支出",
            "固定资本形成总额",
            "存货增加",
            "出口总额",
            "进口",
            "其他",
        ];
        assert_eq!(read(&columns, flows()), (kept.map(str::to_owned).to_vec(), Some(11), vec![]));
    }

    #[test]
    fn what_sounds_like_a_sum_and_is_none_is_a_use() {
        let columns: [(&str, &[f64]); 3] = [
            ("Total household consumption", &[40.0, 50.0, 4.0]),
            ("Total exports", &[20.0, 40.0, 7.0]),
            ("Total imports", &[7.0, 25.0, 3.0]),
        ];
        let (kept, total, notes) = read(&columns, flows());
        assert_eq!((kept.len(), total, notes), (3, None, vec![]));
    }

    #[test]
    fn headings_unnamed_sums_and_mistaken_sums_are_said() {
        let columns: [(&str, &[f64]); 6] = [
            ("Final consumption", &[45.0, 70.0, 13.0]),
            ("Households", &[40.0, 50.0, 4.0]),
            ("Government", &[5.0, 20.0, 9.0]),
            ("Fixed capital", &[10.0, 35.0, 2.0]),
            ("Inventories", &[2.0, 5.0, 0.0]),
            ("Capital formation", &[12.0, 40.0, 2.0]),
        ];
        let kept = ["Households", "Government", "Fixed capital", "Inventories"].map(str::to_owned).to_vec();
        assert_eq!(read(&columns, flows()), (kept, None, vec!["io-sum-of-others", "io-sum-of-others"]));
        let columns: [(&str, &[f64]); 3] =
            [("消费", &[45.0, 70.0, 13.0]), ("出口", &[20.0, 40.0, 7.0]), ("最终使用合计", &[65.0, 111.0, 20.0])];
        assert_eq!(read(&columns, flows()).2, ["io-sum-differs"]);
    }
}
