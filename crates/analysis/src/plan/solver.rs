//! The one place that talks to HiGHS: a program goes in, scaled; an answer comes out, in natural units.
//!
//! Every solve is a fresh solver with one thread and a fixed seed, so that an answer depends on nothing
//! that was solved before. The log is kept without times for the same reason.

use super::control::{Control, PlanError, Progress};
use super::program::{Program, Row, TOLERANCE};
use highs::{Col, HighsModelStatus, HighsSolutionStatus, HighsStatus, Model, RowProblem, Sense, SolvedModel};
use highs_sys::{
    HIGHS_VERSION_MAJOR, HIGHS_VERSION_MINOR, HighsCallbackDataIn, HighsCallbackDataOut, kHighsCallbackLogging,
    kHighsCallbackMipInterrupt,
};
use std::any::Any;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::{ControlFlow, RangeInclusive};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

// A library of the system may be of any version; the plans were checked with this one.
const _: () = assert!(
    HIGHS_VERSION_MAJOR == 1 && HIGHS_VERSION_MINOR == 15,
    "HiGHS 1.15 is needed: run tools/solver, or set HIGHS_NO_PKG_CONFIG=1 to have cargo build it"
);

/// The seed of HiGHS's pseudo-random choices.
pub(super) const SEED: i32 = 20_260;
/// Threads used.
pub(super) const THREADS: i32 = 1;
/// A gap below this, in scaled units where the dearest column costs 1,000, counts as none.
pub(super) const ABSOLUTE_GAP: f64 = 1e-7;
/// A plan this near to its bound is mostly found before the bound is proven.
const COARSE: f64 = 1e-3;

/// What a solve came to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// There is a solution; optimal, or the best when the search was stopped.
    Solved(Answer),
    /// There is none.
    Infeasible,
    /// The search was stopped before there was any.
    Stopped,
}

/// A solution in natural units.
#[derive(Debug)]
pub(super) struct Answer {
    pub values: Vec<f64>,
    /// Change of the objective by unit of each row's bound (linear programs only).
    pub duals: Vec<f64>,
    /// The objective cannot be above this.
    pub bound: f64,
    pub optimal: bool,
    pub nodes: i64,
    pub log: String,
}

/// The solver's name and version.
pub(super) fn version() -> String {
    // SAFETY: the function takes nothing and returns a pointer to a constant, NUL-terminated string.
    #[expect(unsafe_code, reason = "the version is only told by the C interface")]
    let version = unsafe { CStr::from_ptr(highs_sys::Highs_version()) };
    format!("HiGHS {}", version.to_string_lossy())
}

/// Which solve of a question this is, for those who watch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// From 1.
    pub solve: usize,
    /// As far as is known.
    pub solves: usize,
    /// +1 where the program's objective is what is reported, −1 where it is its negative.
    pub sign: f64,
}

/// Solves `program`; `seed` holds values of the integer columns to start from.
pub(super) fn run(
    program: &Program,
    seed: Option<&[f64]>,
    control: &Control,
    step: Step,
) -> Result<Outcome, PlanError> {
    let mut listener = Listener { control, step, money: program.objective_unit, log: String::new(), panic: None };
    let (mut model, _) = load(program)?;
    set_options(&mut model, control);
    if let Some(seed) = seed {
        let scaled = seed.iter().zip(&program.columns).map(|(value, column)| value / column.unit);
        let scaled: Vec<f64> = scaled.chain([1.0]).collect();
        // Where a start is known, no other is looked for before the first relaxation.
        model.set_option("mip_heuristic_run_feasibility_jump", false);
        model.try_set_solution(Some(&scaled), None, None, None).map_err(failed("start"))?;
    }
    listen(&mut model, &mut listener)?;
    let solved = model.try_solve().map_err(failed("run"))?;
    if let Some(panic) = listener.panic.take() {
        resume_unwind(panic);
    }
    outcome(program, &solved, std::mem::take(&mut listener.log))
}

fn failed(what: &'static str) -> impl Fn(HighsStatus) -> PlanError {
    move |status| PlanError::Solver(format!("{what}: {status:?}"))
}

/// The program in the solver's units. One more column, fixed at one, carries the objective's constant, so
/// that gaps are relative to the whole.
fn load(program: &Program) -> Result<(Model, Vec<Col>), PlanError> {
    let mut costs = vec![0.0; program.columns.len()];
    for &(column, cost) in &program.objective.terms {
        costs[column] = cost * program.columns[column].unit / program.objective_unit;
    }
    let mut problem = RowProblem::new();
    let columns: Vec<Col> = program
        .columns
        .iter()
        .zip(costs)
        .map(|(column, cost)| {
            let bounds = column.lower / column.unit..=column.upper / column.unit;
            problem.add_column_with_integrality(cost, bounds, column.integer)
        })
        .collect();
    problem.add_column(program.objective.constant / program.objective_unit, 1.0..=1.0);
    for row in &program.rows {
        let (bounds, terms) = scaled(program, row, &columns);
        problem.add_row(bounds, terms);
    }
    let model = problem.try_optimise(Sense::Maximise).map_err(failed("load"))?;
    Ok((model, columns))
}

/// The bounds and the terms of a row in the solver's units.
fn scaled(program: &Program, row: &Row, columns: &[Col]) -> (RangeInclusive<f64>, impl Iterator<Item = (Col, f64)>) {
    let term =
        move |&(column, value): &(usize, f64)| (columns[column], value * program.columns[column].unit / row.unit);
    (row.lower / row.unit..=row.upper / row.unit, row.terms.iter().map(term))
}

fn set_options(model: &mut Model, control: &Control) {
    model.set_option("mip_rel_gap", control.relative_gap.max(0.0));
    model.set_option("mip_abs_gap", ABSOLUTE_GAP);
    model.set_option("mip_feasibility_tolerance", TOLERANCE);
    model.set_option("time_limit", control.seconds.map_or(f64::INFINITY, |seconds| seconds.max(0.0)));
    model.set_option("mip_max_nodes", control.nodes.map_or(i32::MAX, |nodes| nodes.max(0)));
    // A good plan is known from the start or soon found in the tree: to begin anew, or to solve smaller copies for
    // a better one, takes longer than the tree itself. Only where a plan soon does, a better plan is the end.
    let coarse = control.relative_gap >= COARSE;
    model.set_option("mip_heuristic_effort", if coarse { 0.05 } else { 0.0 });
    model.set_option("mip_heuristic_run_rins", coarse);
    model.set_option("mip_heuristic_run_root_reduced_cost", false);
    model.set_option("mip_heuristic_run_rens", false);
    model.set_option("mip_allow_restart", false);
    // One trial of a branch tells enough, and cuts below the root gain no more than those at it.
    model.set_option("mip_pscost_minreliable", 1);
    model.set_option("mip_allow_cut_separation_at_nodes", false);
    model.set_option("timeless_log", true);
    model.set_option("output_flag", true);
    model.set_option("log_to_console", false);
    set_common_options(model);
}

fn set_common_options(model: &mut Model) {
    model.set_option("primal_feasibility_tolerance", TOLERANCE);
    model.set_option("dual_feasibility_tolerance", TOLERANCE);
    model.set_option("random_seed", SEED);
    model.set_option("threads", THREADS);
    model.set_option("parallel", "off");
}

fn outcome(program: &Program, solved: &SolvedModel, log: String) -> Result<Outcome, PlanError> {
    use HighsModelStatus as Status;
    let status = solved.status();
    let optimal = match status {
        Status::Optimal => true,
        Status::ReachedTimeLimit
        | Status::ReachedIterationLimit
        | Status::ReachedSolutionLimit
        | Status::ReachedInterrupt => false,
        // No objective of ours is unbounded: activity is, and trade costs.
        Status::Infeasible | Status::UnboundedOrInfeasible => return Ok(Outcome::Infeasible),
        other => return Err(PlanError::Solver(format!("{other:?}"))),
    };
    if !optimal && solved.primal_solution_status() != HighsSolutionStatus::Feasible {
        return Ok(Outcome::Stopped);
    }
    let (money, integer) = (program.objective_unit, program.columns.iter().any(|column| column.integer));
    let solution = solved.get_solution();
    let bound = match integer {
        true => solved.double_info_value(c"mip_dual_bound").map_err(failed("bound"))?,
        false => solved.objective_value(),
    };
    let duals = solution.dual_rows().iter().zip(&program.rows).map(|(dual, row)| dual * money / row.unit);
    Ok(Outcome::Solved(Answer {
        values: natural(program, solution.columns()),
        duals: duals.collect(),
        bound: bound * money,
        optimal,
        nodes: if integer { nodes(solved) } else { 0 },
        log,
    }))
}

/// The values of the columns in natural units.
fn natural(program: &Program, values: &[f64]) -> Vec<f64> {
    // Within the tolerance of nothing is nothing.
    let natural = |value: f64, unit: f64| if value.abs() <= TOLERANCE { 0.0 } else { value * unit };
    values.iter().zip(&program.columns).map(|(value, column)| natural(*value, column.unit)).collect()
}

/// A program without whole numbers: after rows were added, it is solved again from where it was.
pub(super) struct Relaxation {
    solver: Model,
    columns: Vec<Col>,
}

impl Relaxation {
    pub(super) fn new(program: &Program) -> Result<Relaxation, PlanError> {
        let (mut solver, columns) = load(&program.relaxed())?;
        solver.set_option("output_flag", false);
        set_common_options(&mut solver);
        Ok(Relaxation { solver, columns })
    }

    pub(super) fn add(&mut self, program: &Program, row: &Row) -> Result<(), PlanError> {
        let (bounds, terms) = scaled(program, row, &self.columns);
        self.solver.try_add_row(bounds, terms).map(|_| ()).map_err(failed("row"))
    }

    /// `None` where nothing keeps all rows.
    pub(super) fn solve(self, program: &Program) -> Result<Option<(Relaxation, Relaxed)>, PlanError> {
        let solved = self.solver.try_solve().map_err(failed("relaxation"))?;
        if solved.status() != HighsModelStatus::Optimal {
            return Ok(None);
        }
        let solution = solved.get_solution();
        let relaxed = Relaxed {
            reached: solved.objective_value() * program.objective_unit,
            values: natural(program, solution.columns()),
            binds: solution.dual_rows().iter().map(|dual| dual.abs() > TOLERANCE).collect(),
        };
        Ok(Some((Relaxation { solver: solved.into(), columns: self.columns }, relaxed)))
    }
}

/// Where a relaxation is best, in natural units.
pub(super) struct Relaxed {
    /// What the objective reaches there.
    pub reached: f64,
    pub values: Vec<f64>,
    /// Of each row, whether the objective would gain were it loosened.
    pub binds: Vec<bool>,
}

/// What is heard from the solver while it runs.
struct Listener<'a> {
    control: &'a Control<'a>,
    step: Step,
    money: f64,
    log: String,
    panic: Option<Box<dyn Any + Send>>,
}

impl Listener<'_> {
    /// Whether to stop.
    fn hear(&mut self, heard: &HighsCallbackDataOut) -> bool {
        let Some(watch) = self.control.watch else { return false };
        let reported = |value: f64| value.is_finite().then_some(value * self.money * self.step.sign);
        let progress = Progress {
            solve: self.step.solve,
            solves: self.step.solves,
            best: reported(heard.mip_primal_bound),
            bound: reported(heard.mip_dual_bound),
            gap: heard.mip_gap.is_finite().then_some(heard.mip_gap),
            nodes: heard.mip_node_count,
            seconds: heard.running_time,
        };
        watch(&progress) == ControlFlow::Break(())
    }
}

/// Has `listener` called while `model` is solved. The listener must outlive the model.
#[expect(unsafe_code, reason = "the safe binding has no callbacks, which progress, stopping and the log need")]
fn listen(model: &mut Model, listener: &mut Listener) -> Result<(), PlanError> {
    // SAFETY: the model's pointer is valid while it is borrowed; `called` has the signature that the
    // interface asks for; the listener outlives the model, because `run` declares it first, and is not
    // touched from Rust until the solve is over.
    let statuses = unsafe {
        let (solver, listener): (_, *mut Listener) = (model.as_mut_ptr(), listener);
        [
            highs_sys::Highs_setCallback(solver, Some(called), listener.cast()),
            highs_sys::Highs_startCallback(solver, kHighsCallbackLogging),
            highs_sys::Highs_startCallback(solver, kHighsCallbackMipInterrupt),
        ]
    };
    match statuses.iter().all(|status| *status == highs_sys::STATUS_OK) {
        true => Ok(()),
        false => Err(PlanError::Solver("listen".to_owned())),
    }
}

#[expect(unsafe_code, reason = "called by the solver with pointers of the C interface")]
unsafe extern "C" fn called(
    kind: c_int,
    message: *const c_char,
    heard: *const HighsCallbackDataOut,
    say: *mut HighsCallbackDataIn,
    listener: *mut c_void,
) {
    // SAFETY: `listener` is what `listen` handed over, alive and otherwise unused during the solve; the
    // interface promises valid pointers for each kind of call: a NUL-terminated message for the log,
    // data in both directions for an interrupt.
    unsafe {
        let listener = &mut *listener.cast::<Listener>();
        if kind == kHighsCallbackLogging && !message.is_null() {
            listener.log.push_str(&CStr::from_ptr(message).to_string_lossy());
        } else if kind == kHighsCallbackMipInterrupt && !heard.is_null() && !say.is_null() {
            // A panic must not cross C++: it stops the search and goes on afterwards.
            let stop = catch_unwind(AssertUnwindSafe(|| listener.hear(&*heard)));
            let stop = stop.unwrap_or_else(|panic| {
                listener.panic = Some(panic);
                true
            });
            (*say).user_interrupt = c_int::from(stop);
        }
    }
}

/// Nodes of the search tree.
#[expect(unsafe_code, reason = "the safe binding does not read whole numbers of 64 bits")]
fn nodes(solved: &SolvedModel) -> i64 {
    let mut nodes = 0;
    // SAFETY: the solver and the number outlive the call, and the name is NUL-terminated.
    unsafe { highs_sys::Highs_getInt64InfoValue(solved.as_ptr(), c"mip_node_count".as_ptr(), &raw mut nodes) };
    nodes
}
