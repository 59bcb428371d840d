//! The letters' texts: templates in English and Spanish, and what both share: dates, amounts,
//! lists and plurals. In: values. Out: marked text. A value that is not there is an error, never
//! a gap; a customer's own words are never read as marks.

use super::error::LetterError;
use super::markup::escape;
use crate::record::account::Language;
use crate::record::letter::NoticeKind;
use crate::record::money::format_cents;
use chrono::{Datelike, NaiveDate};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        [$(
            (concat!("en/", $name), include_str!(concat!("texts/en/", $name, ".txt"))),
            (concat!("es/", $name), include_str!(concat!("texts/es/", $name, ".txt"))),
        )*]
    };
}

/// Every text in both languages; a missing file stops the build.
static TEXTS: [(&str, &str); 34] = texts![
    "reference",
    "subject",
    "opening",
    "new_account_number",
    "due_date_moved",
    "period_changed",
    "draft_cancelled",
    "draft_moved",
    "autopay_re_enroll",
    "bank_bill_pay",
    "payment_methods_removed",
    "paperless_re_enroll",
    "re_register",
    "applies",
    "enroll",
    "closing",
    "footer",
];

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// The compiled texts.
pub(super) struct Texts {
    environment: Environment<'static>,
}

impl Texts {
    /// Compiles every text.
    pub(super) fn new() -> Result<Self, LetterError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_debug(false);
        let syntax = SyntaxConfig::builder()
            .line_statement_prefix("%")
            .line_comment_prefix("%%")
            .build()
            .map_err(|error| fault("syntax", &error))?;
        environment.set_syntax(syntax);
        environment.set_formatter(|out, _, value| {
            if value.is_none() || value.is_undefined() {
                return Err(refused("a value is missing here"));
            }
            write!(out, "{}", escape(&value.to_string())).map_err(Error::from)
        });
        environment.add_filter("date", date);
        environment.add_filter("month", month);
        environment.add_filter("money", money);
        environment.add_filter("ordinal", ordinal);
        environment.add_filter("plural", plural);
        environment.add_filter("listing", listing);
        for (name, source) in TEXTS {
            environment
                .add_template(name, source)
                .map_err(|error| fault(name, &error))?;
        }
        Ok(Self { environment })
    }

    /// Renders the text `name` in a language.
    pub(super) fn render(
        &self,
        language: Language,
        name: &str,
        values: Value,
    ) -> Result<String, LetterError> {
        let full = format!("{}/{name}", language.code());
        self.environment
            .get_template(&full)
            .and_then(|template| template.render(values))
            .map_err(|error| fault(&full, &error))
    }
}

/// Returns the name of a kind's text.
pub(super) fn name_of(kind: NoticeKind) -> &'static str {
    kind.code()
}

fn fault(template: &str, error: &Error) -> LetterError {
    let line = error
        .line()
        .map(|line| format!(" (line {line})"))
        .unwrap_or_default();
    LetterError::Text {
        template: template.to_owned(),
        message: format!("{error}{line}"),
    }
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

fn spanish(state: &State) -> Result<bool, Error> {
    match state.lookup("language").as_ref().and_then(Value::as_str) {
        Some("en") => Ok(false),
        Some("es") => Ok(true),
        _ => Err(refused("`language` is neither en nor es")),
    }
}

/// `March 3, 2017` or `3 de marzo de 2017`.
fn date(state: &State, value: &str) -> Result<String, Error> {
    let day: NaiveDate = value
        .parse()
        .map_err(|_| refused("expected a date like 2017-03-03"))?;
    let spanish = spanish(state)?;
    let month = month_name(spanish, day.month());
    Ok(if spanish {
        format!("{} de {month} de {}", day.day(), day.year())
    } else {
        format!("{month} {}, {}", day.day(), day.year())
    })
}

/// `March 2017` or `marzo de 2017`, from `2017-03`.
fn month(state: &State, value: &str) -> Result<String, Error> {
    let refuse = || refused("expected a month like 2017-03");
    let (year, number) = value.split_once('-').ok_or_else(refuse)?;
    let number: u32 = number.parse().map_err(|_| refuse())?;
    let spanish = spanish(state)?;
    match month_name(spanish, number) {
        "" => Err(refuse()),
        name if spanish => Ok(format!("{name} de {year}")),
        name => Ok(format!("{name} {year}")),
    }
}

/// Returns a month's name; blank for a number that is none.
fn month_name(spanish: bool, number: u32) -> &'static str {
    let names = if spanish { MONTHS_ES } else { MONTHS_EN };
    let mut names = names.into_iter().zip(1..);
    names
        .find_map(|(name, month)| (number == month).then_some(name))
        .unwrap_or_default()
}

/// `$1,234.56` from cents, in both languages as it is written in the United States.
fn money(cents: i64) -> String {
    let amount = format_cents(i128::from(cents));
    match amount.strip_prefix('-') {
        Some(amount) => format!("-${amount}"),
        None => format!("${amount}"),
    }
}

/// `1st`, `12th`, `23rd` in English; the plain number in Spanish.
fn ordinal(state: &State, number: u32) -> Result<String, Error> {
    if spanish(state)? {
        return Ok(number.to_string());
    }
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    Ok(format!("{number}{suffix}"))
}

/// The first word for one thing, the second for none or several; takes a number or a list.
fn plural(value: &Value, one: String, many: String) -> Result<String, Error> {
    let count = value
        .as_usize()
        .or_else(|| value.len())
        .ok_or_else(|| refused("expected a number or a list"))?;
    Ok(if count == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b, and c`; in Spanish `a, b y c`.
fn listing(state: &State, values: Vec<String>) -> Result<String, Error> {
    let (two, more) = if spanish(state)? {
        (" y ", " y ")
    } else {
        (" and ", ", and ")
    };
    let Some((last, rest)) = values.split_last() else {
        return Err(refused("a list of nothing"));
    };
    Ok(match rest {
        [] => last.clone(),
        [first] => format!("{first}{two}{last}"),
        _ => format!("{}{more}{last}", rest.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn rendered(language: &str, text: &str) -> Result<String, Error> {
        let texts = Texts::new().unwrap();
        texts
            .environment
            .render_str(text, context! { language, none => (), name => "a|b" })
    }

    #[test]
    fn dates_amounts_and_lists_follow_the_language() {
        for (text, en, es) in [
            (
                "{{ '2017-03-03'|date }}",
                "March 3, 2017",
                "3 de marzo de 2017",
            ),
            (
                "{{ '2017-12-01'|date }}",
                "December 1, 2017",
                "1 de diciembre de 2017",
            ),
            ("{{ '2017-03'|month }}", "March 2017", "marzo de 2017"),
            ("{{ 123456|money }}", "$1,234.56", "$1,234.56"),
            ("{{ 5|money }}", "$0.05", "$0.05"),
            (
                "{{ 1|ordinal }} {{ 11|ordinal }} {{ 22|ordinal }}",
                "1st 11th 22nd",
                "1 11 22",
            ),
            ("{{ ['a']|listing }}", "a", "a"),
            ("{{ ['a', 'b']|listing }}", "a and b", "a y b"),
            ("{{ ['a', 'b', 'c']|listing }}", "a, b, and c", "a, b y c"),
            (
                "{{ 1|plural('x', 'y') }}{{ 2|plural('x', 'y') }}",
                "xy",
                "xy",
            ),
            (
                "{{ [1]|plural('x', 'y') }}{{ []|plural('x', 'y') }}",
                "xy",
                "xy",
            ),
        ] {
            assert_eq!(rendered("en", text).unwrap(), en);
            assert_eq!(rendered("es", text).unwrap(), es);
        }
    }

    #[test]
    fn a_missing_value_is_an_error() {
        for text in [
            "{{ nothing }}",
            "{{ none }}",
            "{{ name.more.deep }}",
            "{{ '2017-02-30'|date }}",
            "{{ '2017-13'|month }}",
            "{{ '2017'|month }}",
            "{{ []|listing }}",
            "{% if nothing %}x{% endif %}",
        ] {
            assert!(rendered("en", text).is_err(), "{text}");
        }
        assert!(rendered("fr", "{{ '2017-03-03'|date }}").is_err());
    }

    #[test]
    fn values_lose_their_marks_and_lines_keep_their_ends() {
        assert_eq!(rendered("en", "{{ name }}").unwrap(), "a\\|b");
        let text = "a\n% if true\nb\n% endif\nc {% if true %}d{% endif %}\ne";
        assert_eq!(rendered("en", text).unwrap(), "a\nb\nc d\ne");
    }
}
