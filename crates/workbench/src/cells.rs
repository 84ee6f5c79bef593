//! Answers that are made once, however many ask for them at a time.

use crate::aside::aside;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OnceCell, Semaphore};
use tokio::task::JoinError;

/// How many answers of a kind are held; the one that was asked for longest ago makes room.
const HELD: usize = 64;

/// The answer to a question, empty until it is made.
type Cell<T> = Arc<OnceCell<Arc<T>>>;

/// Answers of one kind by their question, the one that was asked for last in front.
#[derive(Debug)]
pub(crate) struct Cells<Q, T> {
    held: Mutex<VecDeque<(Q, Cell<T>)>>,
}

impl<Q, T> Default for Cells<Q, T> {
    fn default() -> Cells<Q, T> {
        Cells { held: Mutex::default() }
    }
}

impl<Q: Clone + PartialEq, T: Send + Sync + 'static> Cells<Q, T> {
    /// The answer to `question`, made by `make` on a thread for long work where nobody has asked yet.
    ///
    /// Whoever asks meanwhile waits for the same answer without taking one of the `turns`, also where the first
    /// who asked went away. Where `make` panics the cell stays empty, and the next who asks tries again.
    pub(crate) async fn get(
        &self,
        question: &Q,
        turns: &'static Semaphore,
        make: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Arc<T>, JoinError> {
        let cell = self.cell(question);
        if let Some(answer) = cell.get() {
            return Ok(Arc::clone(answer));
        }
        // A task of its own goes on where whoever asked went away.
        let making = tokio::spawn(async move {
            let answer = cell.get_or_try_init(|| async {
                // Nobody closes it.
                let _turn = turns.acquire().await;
                aside(make).await.map(Arc::new)
            });
            answer.await.map(Arc::clone)
        });
        making.await?
    }

    fn cell(&self, question: &Q) -> Cell<T> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held.iter().position(|(known, _)| known == question).and_then(|at| held.remove(at));
        let (question, cell) = known.unwrap_or_else(|| (question.clone(), Cell::default()));
        held.push_front((question, Arc::clone(&cell)));
        held.truncate(HELD);
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    static TURNS: Semaphore = Semaphore::const_new(1);

    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_is_made_once_however_many_ask() {
        let cells = Arc::new(Cells::<u32, u32>::default());
        let made = Arc::new(AtomicUsize::new(0));
        let asking = (0..50).map(|i| {
            let (cells, made) = (Arc::clone(&cells), Arc::clone(&made));
            let make = move || {
                made.fetch_add(1, Ordering::Relaxed);
                i % 2
            };
            tokio::spawn(async move { *cells.get(&(i % 2), &TURNS, make).await.unwrap() == i % 2 })
        });
        for asked in asking.collect::<Vec<_>>() {
            assert!(asked.await.unwrap());
        }
        assert_eq!(made.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_goes_away_leaves_the_work_to_the_next() {
        let cells = Cells::<u32, &str>::default();
        let ((begun, mut begins), (go_on, goes_on)) = (tokio::sync::mpsc::unbounded_channel(), mpsc::channel());
        let make = move || {
            begun.send(()).unwrap();
            goes_on.recv().unwrap();
            "of the first"
        };
        tokio::select! {
            _ = begins.recv() => {}
            _ = cells.get(&0, &TURNS, make) => panic!("it waits"),
        }
        go_on.send(()).unwrap();
        assert_eq!(*cells.get(&0, &TURNS, || "made anew").await.unwrap(), "of the first");
    }

    #[tokio::test]
    async fn what_panicked_is_tried_again_and_what_was_asked_last_stays() {
        let cells = Cells::<usize, &str>::default();
        assert!(cells.get(&0, &TURNS, || panic!("no answer")).await.is_err());
        assert_eq!(*cells.get(&0, &TURNS, || "first").await.unwrap(), "first");
        for question in 1..HELD {
            cells.get(&question, &TURNS, || "other").await.unwrap();
        }
        assert_eq!(*cells.get(&0, &TURNS, || "made anew").await.unwrap(), "first");
        cells.get(&HELD, &TURNS, || "one too many").await.unwrap();
        assert_eq!(*cells.get(&1, &TURNS, || "made anew").await.unwrap(), "made anew", "asked for longest ago");
        assert_eq!(*cells.get(&0, &TURNS, || "made anew").await.unwrap(), "first");
    }
}
