//! Whatever order packets come in, however often and in however many parts: the same readings.

use super::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

/// A reading of few factors and times, so that many meet.
fn reading() -> impl Strategy<Value = Reading> {
    let number = || prop::option::of(prop_oneof![Just(0.0), Just(38.2), -1e3..1e3]);
    let numbers = (number(), number(), number(), number(), number());
    let flag = prop::sample::select(vec!['N', 'N', 'D', 'C']);
    (0..3_usize, 0..6_i64, numbers, flag).prop_map(|(factor, hour, (avg, min, max, rtd, cou), flag)| {
        let factor = ["w01018", "w01001", "SB1"][factor];
        Reading { avg, min, max, rtd, cou, flag, ..blank(factor, hour) }
    })
}

/// Draws a case for each of `COUNT` stores.
fn cases<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> Vec<T> {
    const COUNT: u32 = 24;
    let seed = RngSeed::Fixed(1);
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, rng_seed: seed, ..Default::default() });
    (0..COUNT).map(|_| of.new_tree(&mut runner).unwrap().current()).collect()
}

/// Lays readings in, some at a time, each as from a packet of its own.
async fn ingest(store: &Readings, readings: &[Reading], at_a_time: usize) {
    for (batch, readings) in readings.chunks(at_a_time).enumerate() {
        let first = (batch * at_a_time) as i64 + 1;
        let kept: Vec<_> = (first..).zip(readings).map(|(id, reading)| of(id, reading.clone())).collect();
        store.ingest(&kept, PacketId(0), kept.last().unwrap().packet).await.unwrap();
    }
}

/// What is kept of M1, without the packets, and then nothing: the next case starts anew. What packets
/// contradict each other in stands in the order in which they came, so it is ordered here.
async fn take_all(store: &Readings) -> Vec<Reading> {
    let mut found: Vec<Reading> = hours(store).await.into_iter().map(|kept| kept.reading).collect();
    found.sort_by_key(|reading| (reading.factor.clone(), reading.start, format!("{reading:?}")));
    store.purge(&Keep { hour: Some(midnight(31)), ..Keep::default() }).await.unwrap();
    found
}

pub(super) async fn order_and_repetition_do_not_matter(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let readings = prop::collection::vec(reading(), 1..30);
    let shuffled = readings.prop_flat_map(|readings| {
        let twice = [readings.clone(), readings.clone()].concat();
        (Just(readings), Just(twice).prop_shuffle(), 1..9_usize)
    });
    for (readings, shuffled, at_a_time) in cases(shuffled) {
        ingest(&store, &readings, readings.len()).await;
        let expected = take_all(&store).await;
        ingest(&store, &shuffled, at_a_time).await;
        assert_eq!(take_all(&store).await, expected, "{readings:?}");
    }
}

pub(super) async fn parts_are_put_together(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    // One reading of each time: nothing that could contradict.
    let readings = prop::collection::btree_map(0..600_i64, (reading(), any::<bool>()), 1..40);
    for readings in cases(readings) {
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        for (hour, (reading, flag_first)) in readings {
            let one = Reading { factor: "w01018".into(), start: blank("", hour).start, avg: Some(1.0), ..reading };
            let flags = if flag_first { [one.flag, 'N'] } else { ['N', one.flag] };
            parts.push(Reading { cou: None, rtd: None, flag: flags[0], ..one.clone() });
            parts.push(Reading { avg: None, min: None, max: None, flag: flags[1], ..one.clone() });
            whole.push(one);
        }
        ingest(&store, &parts, 7).await;
        assert_eq!(take_all(&store).await, whole);
    }
}
