//! The best calendar: fewest customers moved, then least customer-days, then the smallest peak
//! day, then the soonest return; of those that are left, lower cycles come first.
//!
//! Each step asks for the best by one measure and keeps it for all that follow, so that no step
//! gives back what one before it won. The answer is one calendar, whatever way the solver took.

use super::calendar_days::{Days, broken, goals};
use super::narrow::narrow;
use super::question::Question;
use super::reach::Day;
use super::solver::{Answer, Goal, Within, solve};

/// Steps of the solver for a question, before it is given up.
pub(super) const STEPS: u64 = 1_000;

/// A measure of a calendar, in the order in which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// Accounts moved.
    Customers,
    /// Days moved, times accounts.
    CustomerDays,
    /// The peak, and what counts less.
    Later,
}

/// What is not proved of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    /// The first measure by which it is not proved to be the best.
    pub(super) measure: Measure,
    /// By this measure what it comes to, and what the best one comes to at least.
    pub(super) figure: Option<(i64, i64)>,
}

/// What the search for the best came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Best {
    /// A choice that keeps what is asked; with what is not proved of it, none where it is the best.
    Days(Days, Option<Open>),
    /// There is none.
    None,
    /// Neither was found out in the steps that are allowed.
    Unknown,
}

/// Returns the best choice. `steps` bounds the solver, for each question that it is asked.
pub(super) fn best(question: &Question, steps: u64) -> Best {
    let mut search = Search {
        question: question.clone(),
        within: Within::default(),
        steps,
        unproved: None,
    };
    match search.run() {
        Ok(Some(days)) => Best::Days(days, search.unproved),
        Ok(None) => Best::None,
        Err(Unproved) => Best::Unknown,
    }
}

/// Returns whether any choice keeps what is asked.
pub(super) fn any(question: &Question) -> Answer {
    let mut question = question.clone();
    if !narrow(&mut question, None) {
        return Answer::None;
    }
    if let Some(days) = dive(&question) {
        return Answer::Days(days);
    }
    solve(&question, Goal::Any, Within::default(), STEPS)
}

/// Takes the cheapest day of one date after the other, as long as the others keep a day each; the
/// date with the fewest days comes first. Returns what comes of it where it keeps what is asked:
/// mostly it does, and then nobody needs the solver.
fn dive(question: &Question) -> Option<Days> {
    let mut question = question.clone();
    loop {
        let open = question.vars.iter().enumerate();
        let open = open.filter(|(_, var)| var.days.len() > 1);
        let Some((at, var)) = open.min_by_key(|(at, var)| (var.days.len(), *at)) else {
            break;
        };
        let cheapest = *var.days.iter().min_by_key(|day| (var.cost(**day), **day))?;
        let mut tried = question.clone();
        tried.vars.get_mut(at)?.days = vec![cheapest];
        if narrow(&mut tried, None) {
            question = tried;
        } else {
            question
                .vars
                .get_mut(at)?
                .days
                .retain(|day| *day != cheapest);
            if !narrow(&mut question, None) {
                return None;
            }
        }
    }
    let days: Days = question
        .vars
        .iter()
        .filter_map(|var| var.days.first().copied())
        .collect();
    (days.len() == question.vars.len() && broken(&question, &days).is_empty()).then_some(days)
}

/// The solver gave up.
struct Unproved;

struct Search {
    /// What is asked, with what was won so far: days and capacities that are no longer open.
    question: Question,
    within: Within,
    /// Steps of the solver for each question.
    steps: u64,
    /// What is not proved.
    unproved: Option<Open>,
}

impl Search {
    fn run(&mut self) -> Result<Option<Days>, Unproved> {
        if !narrow(&mut self.question, None) {
            return Ok(None);
        }
        let mut known = None;
        if self.may_vary_customers() {
            let Some(days) = self.ask(Goal::Customers, known)? else {
                return Ok(None);
            };
            self.within.customers = Some(goals(&self.question, &days).customers);
            known = Some(days);
        }
        let Some(mut days) = self.ask(Goal::CustomerDays, known)? else {
            return Ok(None);
        };
        self.within.customer_days = Some(goals(&self.question, &days).customer_days);
        narrow(&mut self.question, self.within.customer_days);
        days = self.smallest_peak(days);
        days = self.soonest_return(days);
        Ok(Some(self.lower_cycles_first(days)))
    }

    /// Returns true where a cycle may move or stay.
    fn may_vary_customers(&self) -> bool {
        (0..self.question.cycles.len()).any(|cycle| {
            let mut of_cycle = self.question.vars.iter().filter(|var| var.cycle == cycle);
            let mut may_move = false;
            let may_stay = of_cycle.all(|var| {
                may_move |= var.days.len() > 1;
                var.days.contains(&var.legacy)
            });
            may_stay && may_move
        })
    }

    /// Returns the best choice by a measure. Where none is proved to be the best it is the best of
    /// those that are known: `known`, the solver's, or the first at hand.
    fn ask(&mut self, goal: Goal, known: Option<Days>) -> Result<Option<Days>, Unproved> {
        let (found, at_least) = match solve(&self.question, goal, self.within, self.steps) {
            Answer::Days(days) => return Ok(Some(days)),
            Answer::None => return Ok(None),
            Answer::Found(days, at_least) => (Some(days), at_least),
            Answer::Unproved(at_least) => (None, at_least),
        };
        let known = known.or_else(|| dive(&self.question));
        let both = known.into_iter().chain(found);
        let best = both.min_by_key(|days| goals(&self.question, days));
        let best = best.ok_or(Unproved)?;
        let goals = goals(&self.question, &best);
        let (measure, figure) = match goal {
            Goal::Customers => (Measure::Customers, Some(goals.customers)),
            Goal::CustomerDays => (Measure::CustomerDays, Some(goals.customer_days)),
            Goal::Any | Goal::Date(_) => (Measure::Later, None),
        };
        self.not_proved(measure, figure.zip(at_least));
        Ok(Some(best))
    }

    /// Remembers what is not proved: measures come in the order in which they count.
    fn not_proved(&mut self, measure: Measure, figure: Option<(i64, i64)>) {
        self.unproved.get_or_insert(Open { measure, figure });
    }

    /// Returns a choice under a narrower question, and keeps that question where there is one. A
    /// choice is known already: where nothing is proved it stays.
    fn try_narrower(&mut self, mut question: Question) -> Option<Days> {
        if !narrow(&mut question, self.within.customer_days) {
            return None;
        }
        let found = self.better(solve(&question, Goal::Any, self.within, self.steps));
        if found.is_some() {
            self.question = question;
        }
        found
    }

    /// Returns the choice of an answer about a measure that counts less, and remembers where it is
    /// not proved.
    fn better(&mut self, answer: Answer) -> Option<Days> {
        if !matches!(answer, Answer::Days(_) | Answer::None) {
            self.not_proved(Measure::Later, None);
        }
        match answer {
            Answer::Days(days) | Answer::Found(days, _) => Some(days),
            Answer::None | Answer::Unproved(_) => None,
        }
    }

    /// Lowers the peak from the best that is known, until no lower one can be: that a lower one fits
    /// no day is proved much sooner than which is the lowest.
    fn smallest_peak(&mut self, mut days: Days) -> Days {
        loop {
            let peak = goals(&self.question, &days).peak;
            if peak == 0 {
                return days;
            }
            let mut question = self.question.clone();
            question.due_capacity = u64::try_from(peak - 1).ok();
            match self.try_narrower(question) {
                Some(found) => days = found,
                None => {
                    self.question.due_capacity = u64::try_from(peak).ok();
                    return days;
                }
            }
        }
    }

    fn soonest_return(&mut self, mut days: Days) -> Days {
        loop {
            let last = goals(&self.question, &days).last;
            if last == Day::MIN {
                return days;
            }
            let mut question = self.question.clone();
            for var in &mut question.vars {
                let legacy = var.legacy;
                var.days.retain(|day| *day < last || *day == legacy);
            }
            match self.try_narrower(question) {
                Some(found) => days = found,
                None => {
                    self.no_later_than(last);
                    return days;
                }
            }
        }
    }

    fn no_later_than(&mut self, last: Day) {
        for var in &mut self.question.vars {
            let legacy = var.legacy;
            var.days.retain(|day| *day <= last || *day == legacy);
        }
    }

    fn lower_cycles_first(&mut self, mut days: Days) -> Days {
        narrow(&mut self.question, self.within.customer_days);
        let mut order: Vec<usize> = (0..self.question.vars.len())
            .filter(|at| {
                self.question
                    .vars
                    .get(*at)
                    .is_some_and(|var| var.days.len() > 1)
            })
            .collect();
        // Due dates first, then bill dates, then readings; of a kind the lower cycle.
        order.sort_by_key(|at| {
            let var = self.question.vars.get(*at);
            var.map(|var| (std::cmp::Reverse(var.kind), var.cycle, var.row))
        });
        for at in order {
            let open = self.question.vars.get(at).map_or(0, |var| var.days.len());
            let earliest = self
                .question
                .vars
                .get(at)
                .and_then(|var| var.days.first().copied());
            if open > 1 {
                if days.get(at).copied() != earliest
                    && let Some(question) = self.earlier(at, days.get(at).copied())
                    && let answer = solve(&question, Goal::Date(at), self.within, self.steps)
                    && let Some(found) = self.better(answer)
                {
                    days = found;
                }
                if let (Some(var), Some(day)) = (self.question.vars.get_mut(at), days.get(at)) {
                    var.days = vec![*day];
                }
                narrow(&mut self.question, self.within.customer_days);
            }
        }
        days
    }

    /// Returns what is asked of a date on an earlier day than `now`; none where it is plain that it
    /// cannot be.
    fn earlier(&self, at: usize, now: Option<Day>) -> Option<Question> {
        let mut question = self.question.clone();
        let var = question.vars.get_mut(at)?;
        var.days.retain(|day| now.is_some_and(|now| *day < now));
        let any = !var.days.is_empty();
        (any && narrow(&mut question, self.within.customer_days)).then_some(question)
    }
}
