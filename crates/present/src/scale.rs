//! Drawings: an axis of round steps that cover what is drawn, and lengths to a tenth.

/// From and to where an axis goes, and its steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    pub(crate) least: f64,
    pub(crate) most: f64,
    step: f64,
}

impl Scale {
    /// The axis that covers `low` to `high` in about `steps` steps of 1, 2, 5, 10 …
    pub(crate) fn of(low: f64, high: f64, steps: f64) -> Scale {
        // One value has an axis around it.
        let wide = (high - low).max(low.abs().max(high.abs()) * 1e-6).max(f64::EPSILON);
        let step = nice(wide / steps);
        let (least, most) = ((low / step).floor() * step, (high / step).ceil() * step);
        Scale { least, most: if most > least { most } else { least + step }, step }
    }

    /// The axis that covers all values, in about `steps` steps.
    pub(crate) fn over(values: impl Iterator<Item = f64>, steps: f64) -> Scale {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        Scale::of(low, high, steps)
    }

    /// Which part of the way a value is along.
    pub(crate) fn part(&self, value: f64) -> f64 {
        (value - self.least) / (self.most - self.least)
    }

    /// The values of its ticks.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> {
        let (least, step) = (self.least, self.step);
        let count = ((self.most - least) / step).round() as usize;
        // Rounded to the step, so that 0.1 + 0.2 is 0.3.
        (0..=count).map(move |i| ((least / step).round() + i as f64) * step)
    }
}

/// A length to a tenth: finer than anybody sees, and short in the drawing's text.
pub(crate) fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

/// The next of 1, 2, 5, 10 … that is no less.
fn nice(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= rough * 0.999).unwrap_or(rough)
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn an_axis_covers_what_is_drawn_in_round_steps() {
        let ticks = |low, high| Scale::of(low, high, 4.0).ticks().collect::<Vec<_>>();
        assert_eq!(ticks(0.0, 37.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(ticks(6.2, 8.9), [6.0, 7.0, 8.0, 9.0]);
        assert_eq!(ticks(-3.0, 1.0), [-3.0, -2.0, -1.0, 0.0, 1.0]);
        assert_eq!(Scale::of(0.0, 40.0, 4.0).part(10.0), 0.25);
        assert!(ticks(5.0, 5.0).len() > 1, "one value has room too");
    }
}
