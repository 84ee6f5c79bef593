//! The pages of discharge, drawn from generated readings: nothing untranslated, what an officer should
//! see of a day over the limit, of a review, of a limit that nobody verified.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use yanlian_analysis::discharge::{ClosedDays, DischargeAssessment};
use yanlian_analysis::{Question, Zone, diagnose};
use yanlian_model::registers::{self, Limit, ReviewPeriod};
use yanlian_model::{Lang, Provenance, Reading, ReadingPeriod, Register, Registers, Row, Table, Tables, Value};
use yanlian_present::pages::{
    self, DayContext, DevicesContext, DischargeContext, OutletContext, OutletQuery, PacketShown, Seen, WorkedOut,
};
use yanlian_present::{Settings, Theme, View};

const MN: &str = "D0E000000000000000000010";
const OUTLET: &str = "DW001-TY";

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

/// The library's factors, standards, limits and rules with the demonstration's outlets.
fn registers() -> Registers {
    const DEMO: [&str; 8] = [
        "enterprises",
        "outlets",
        "monitors",
        "monitor_factors",
        "outlet_limits",
        "permits",
        "monitor_checks",
        "exceedance_handling",
    ];
    const COMMON: [&str; 4] = ["factors", "discharge_standards", "discharge_limits", "discharge_rules"];
    let folders = COMMON.iter().map(|name| ("chains/common", *name)).chain(DEMO.iter().map(|name| ("demo", *name)));
    let tables: Tables = folders.map(|(folder, name)| table(folder, registers::by_name(name).unwrap())).collect();
    Registers::from_tables(&tables)
}

fn table(folder: &str, register: &'static Register) -> (&'static str, Table) {
    let path = format!("{}/../../{folder}/{}.csv", env!("CARGO_MANIFEST_DIR"), register.name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let places: Vec<usize> = reader.headers().unwrap().iter().map(|key| register.position(key).unwrap()).collect();
    let row = |record: csv::StringRecord| {
        let mut row = Row::blank(register.fields.len());
        for (place, text) in places.iter().zip(&record).filter(|(_, text)| !text.is_empty()) {
            row[*place] = Some(Value::parse(register.fields[*place].kind, text).unwrap());
        }
        (register.key_of(&row).unwrap(), row)
    };
    (register.name, reader.records().map(|record| row(record.unwrap())).collect())
}

fn reading(factor: &str, at: NaiveDateTime, value: f64, flag: char) -> Seen {
    let reading = Reading {
        monitor: MN.into(),
        factor: factor.into(),
        start: at,
        period: ReadingPeriod::Hour,
        avg: Some(value),
        min: None,
        max: None,
        rtd: None,
        cou: None,
        flag,
    };
    Seen { reading, packet: i64::from(chrono::Timelike::hour(&at)) + 1 }
}

/// Two days of hours and nine of the third: COD over the limit of 200 mg/L on the second, calibrating
/// for two hours of the first, one hour over on the third.
fn readings() -> Vec<Seen> {
    let hours = (0..57).map(|hour| day(18).and_time(NaiveTime::MIN) + TimeDelta::hours(hour));
    hours
        .flat_map(|at| {
            let hour = (at - day(18).and_time(NaiveTime::MIN)).num_hours();
            let (cod, flag) = match hour {
                3 | 4 => (5.0, 'C'),
                24..48 => (260.0, 'N'),
                50 => (230.0, 'N'),
                _ => (120.0, 'N'),
            };
            [reading("w00000", at, 10.0, 'N'), reading("w01018", at, cod, flag), reading("w01001", at, 7.5, 'N')]
        })
        .collect()
}

struct Park {
    zone: Zone,
    readings: Vec<Seen>,
    assessment: DischargeAssessment,
}

impl Park {
    fn new(registers: Registers) -> Park {
        let readings = readings();
        let own: Vec<Reading> = readings.iter().map(|seen| seen.reading.clone()).collect();
        let assessment = DischargeAssessment::new(&registers, &own, &ClosedDays::default(), day(20), 30).unwrap();
        Park { zone: Zone::new(registers), readings, assessment }
    }

    /// What `make` draws, in that language.
    fn page(&self, lang: Lang, make: impl Fn(&View, &DischargeContext) -> askama::Result<String>) -> String {
        let diagnosis = diagnose(&self.zone, &Question::new(2025, day(20)));
        let settings = Settings { lang, theme: Theme::Light, path: "/discharge".to_owned(), demo: false };
        let view = View::new(settings, &self.zone, &diagnosis, day(20)).with_discharge(Some(&self.assessment));
        let now = day(20).and_hms_opt(9, 30, 0).unwrap();
        let page =
            make(&view, &DischargeContext { assessment: &self.assessment, latest: &self.readings, now }).unwrap();
        assert!(!page.contains('⟦'), "{}", page.split('⟦').nth(1).unwrap().chars().take(60).collect::<String>());
        page
    }

    fn evidence(&self, lang: Lang, factor: &str, on: NaiveDate) -> String {
        let packet = PacketShown { id: 1, received: on.and_time(NaiveTime::MIN), text: "##0101<script>".to_owned() };
        let of_day: Vec<Seen> = self.readings.iter().filter(|s| s.reading.start.date() == on).cloned().collect();
        self.page(lang, |view, context| {
            let packets = std::slice::from_ref(&packet);
            let context =
                DayContext { discharge: *context, outlet: OUTLET, factor, day: on, readings: &of_day, packets };
            Ok(pages::discharge_day(view, &context)?.unwrap())
        })
    }
}

/// The text of a page without its tags.
fn words(page: &str) -> String {
    let body = page.split("<main").nth(1).unwrap();
    body.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text.trim())).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_is_drawn_in_both_languages() {
    let park = Park::new(registers());
    for lang in [Lang::Zh, Lang::En] {
        let makes: [fn(&View, &DischargeContext) -> askama::Result<String>; 6] = [
            pages::discharge,
            pages::discharge_exceedances,
            pages::discharge_permits,
            pages::discharge_transmission,
            |view, _| pages::today(view),
            |view, _| pages::zone(view),
        ];
        for make in makes {
            park.page(lang, make);
        }
        park.page(lang, |view, context| {
            let devices =
                DevicesContext { devices: &[], unregistered: &[], commands: &[], listening: None, now: context.now };
            pages::discharge_devices(view, &devices)
        });
        park.page(lang, |view, _| pages::discharge_unready(view, "…"));
        park.page(lang, |view, _| pages::brief(view, WorkedOut::None));
    }
}

#[test]
fn an_outlet_over_its_limit_says_so_first() {
    let park = Park::new(registers());
    let page = park.page(Lang::En, pages::discharge);
    let first = page.split("class=\"tile outlet\"").nth(1).unwrap();
    assert!(first.contains("DW001-TY") && first.contains("over limit"), "{first}");
    assert!(words(&page).contains("of 12 outlets 1 over the limit"), "{}", words(&page));
    assert!(words(&park.page(Lang::Zh, pages::discharge)).contains("1 个超标"));
}

#[test]
fn a_limit_that_nobody_verified_is_marked_wherever_it_judges() {
    let park = Park::new(registers());
    for (lang, mark) in [(Lang::Zh, "限值未核实"), (Lang::En, "limit not verified")] {
        let query = OutletQuery::default();
        let pages = [
            park.page(lang, pages::discharge),
            park.page(lang, pages::discharge_exceedances),
            park.page(lang, pages::discharge_permits),
            park.page(lang, |view, _| pages::today(view)),
            park.page(lang, |view, _| pages::brief(view, WorkedOut::None)),
            park.evidence(lang, "w01018", day(19)),
            park.page(lang, |view, context| {
                let scope = pages::scope(&park.assessment, OUTLET, &query).unwrap();
                Ok(pages::discharge_outlet(
                    view,
                    &OutletContext { discharge: *context, readings: &park.readings },
                    &scope,
                )?
                .unwrap())
            }),
        ];
        for page in &pages {
            assert!(page.contains(mark), "{}", words(page));
        }
        let paper = words(&pages[4]);
        let beside = paper.split("≤ 200").nth(1).unwrap_or_default().chars().take(30).collect::<String>();
        assert!(beside.contains(mark), "on paper beside the limit: {paper}");
    }
}

#[test]
fn an_exceedance_waits_on_the_home_page_and_in_the_briefing() {
    let park = Park::new(registers());
    let today = park.page(Lang::En, |view, _| pages::today(view));
    assert!(today.contains("/discharge/outlets/DW001-TY/w01018/2026-03-19"), "{today}");
    let brief = park.page(Lang::Zh, |view, _| pages::brief(view, WorkedOut::None));
    assert!(brief.contains("尚未销号的超标 1 起"));
}

#[test]
fn a_limit_of_the_zone_stands_beside_what_monitors_measured() {
    let limit = Limit {
        resource: "cod".to_owned(),
        year: 2026,
        cap: Some(103_000.0),
        used: None,
        provenance: Provenance::default(),
    };
    let park = Park::new(Registers { limits: vec![limit].into(), ..registers() });
    let zone = |year| {
        let measured = park.assessment.measured(&park.zone.registers);
        let diagnosis = diagnose(&park.zone, &Question { measured, ..Question::new(year, day(20)) });
        let settings = Settings { lang: Lang::En, theme: Theme::Light, path: "/zone".to_owned(), demo: false };
        let view = View::new(settings, &park.zone, &diagnosis, day(20)).with_discharge(Some(&park.assessment));
        words(&pages::zone(&view).unwrap())
    };
    assert!(zone(2026).contains("by monitors (3 outlets to the river)"), "{}", zone(2026));
    assert!(zone(2026).contains("counted in what is used"), "nobody registered the use");
    assert!(!zone(2025).contains("in a whole year at the present rate)"), "readings are of this year");
}

#[test]
fn a_day_opens_to_what_its_verdict_rests_on() {
    let park = Park::new(registers());
    let page = park.evidence(Lang::En, "w01018", day(19));
    let text = words(&page);
    assert!(
        text.contains("mean 260 mg/L, limit ≤ 200 mg/L, over by 30%; 24 valid hours of 24 due, 24 of them over"),
        "{text}"
    );
    assert!(text.contains("GB 13456-2012"), "the standard's source");
    assert!(page.contains("action=\"/discharge/handle\"") && page.contains("action=\"/discharge/review\""));
    assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"), "a packet is text, whatever it says");
    let calibrated = words(&park.evidence(Lang::Zh, "w01018", day(18)));
    assert!(calibrated.contains("校准（C）"), "{calibrated}");
    assert!(!park.evidence(Lang::Zh, "w01018", day(18)).contains("/discharge/handle"), "nothing to deal with");
}

#[test]
fn what_was_sent_again_otherwise_is_told_and_shown_as_sent() {
    let mut park = Park::new(registers());
    let first = day(19).and_hms_opt(0, 0, 0).unwrap();
    park.readings.insert(0, reading("w01018", first, 9999.0, 'N'));
    park.readings.insert(0, reading("w01018", first + TimeDelta::hours(1), 260.0, 'N'));
    let text = words(&park.evidence(Lang::En, "w01018", day(19)));
    assert!(text.contains("9,999, sent before, was replaced by 260"), "{text}");
    assert!(text.contains("For one time of this day different values came"), "{text}");
    assert_eq!(text.matches("was replaced").count(), 1, "the same again replaces nothing");
    let chinese = words(&park.evidence(Lang::Zh, "w01018", day(19)));
    assert!(chinese.contains("先前所传 9,999 已由后到的 260 取代") && chinese.contains("有 1 个时段"), "{chinese}");
    // What is over by a hair is said so, and a reading has its digits.
    let mut park = Park::new(registers());
    for seen in park.readings.iter_mut().filter(|seen| &*seen.reading.factor == "w01018") {
        seen.reading.avg = Some(if seen.reading.start == first { 200.0048 } else { 200.0 });
    }
    let text = words(&park.evidence(Lang::En, "w01018", day(19)));
    assert!(text.contains("over by less than 0.01%"), "{text}");
}

#[test]
fn a_review_changes_the_verdict_and_leaves_what_it_was() {
    let review = ReviewPeriod {
        id: "FH-2026-001".to_owned(),
        outlet: OUTLET.to_owned(),
        factor: Some("w01018".to_owned()),
        from: "2026-03-19T00:00".to_owned(),
        to: "2026-03-19T12:00".to_owned(),
        reason: "标样核查不合格".to_owned(),
        evidence: None,
        by: Some("officer".to_owned()),
        at: None,
        provenance: Provenance::default(),
    };
    let park = Park::new(Registers { review_periods: vec![review].into(), ..registers() });
    let text = words(&park.evidence(Lang::En, "w01018", day(19)));
    assert!(text.contains("12 valid hours of 24 due are not enough to judge"), "{text}");
    assert!(text.contains("Before the review: over limit, mean 260, 24 valid hours"), "{text}");
    assert!(text.contains("标样核查不合格"), "{text}");
    let list = words(&park.page(Lang::En, pages::discharge_exceedances));
    assert!(list.contains("withdrawn by review"), "{list}");
}

#[test]
fn values_over_time_are_drawn_with_their_limit_and_bands() {
    let park = Park::new(registers());
    let scope = |query: &OutletQuery| pages::scope(&park.assessment, OUTLET, query).unwrap();
    let draw = |query: &OutletQuery| {
        park.page(Lang::En, |view, context| {
            let context = OutletContext { discharge: *context, readings: &park.readings };
            Ok(pages::discharge_outlet(view, &context, &scope(query))?.unwrap())
        })
    };
    let query = OutletQuery { from: "2026-03-18".to_owned(), with: "w00000".to_owned(), ..OutletQuery::default() };
    assert_eq!(scope(&query).factor, "w01018", "the worst factor is shown first");
    let page = draw(&query);
    assert_eq!(page.matches("<svg class=\"series\"").count(), 2, "flow beside it");
    assert_eq!(page.matches("class=\"over\"").count(), 25, "24 hours of the 19th and one of today");
    assert!(page.contains("calibration (C)") && page.contains("limit 200"));
    for period in ["day", "ten_minute", "real_time"] {
        draw(&OutletQuery { period: period.to_owned(), ..OutletQuery::default() });
    }
    assert!(pages::scope(&park.assessment, "nowhere", &query).is_none());
}

#[test]
fn parquet_says_what_was_read() {
    let park = Park::new(registers());
    let mut readings = park.readings.clone();
    // A monitor and a factor that nobody registered; every number, and none.
    let strange = Reading { monitor: "M".into(), factor: "x".into(), ..readings[0].reading.clone() };
    let all = Reading { min: Some(0.1 + 0.2), max: Some(-1e300), rtd: Some(5e-324), cou: Some(0.0), ..strange.clone() };
    readings.push(Seen { reading: Reading { avg: None, flag: 'B', ..strange }, packet: 9 });
    readings.push(Seen { reading: all, packet: i64::MAX });

    let file = yanlian_present::readings_parquet(&park.zone.registers, &readings).unwrap();
    let file = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let rows: Vec<_> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), readings.len());
    for (row, Seen { reading, packet }) in rows.iter().zip(&readings) {
        assert_eq!(row.get_string(1).unwrap(), &*reading.monitor);
        assert_eq!(row.get_string(2).unwrap(), &*reading.factor);
        assert_eq!(row.get_string(3).unwrap(), "hour");
        assert_eq!(row.get_timestamp_millis(4).unwrap(), reading.start.and_utc().timestamp_millis());
        let numbers = [reading.avg, reading.min, reading.max, reading.rtd, reading.cou];
        assert_eq!([5, 6, 7, 8, 9].map(|at| row.get_double(at).ok()), numbers);
        assert_eq!(row.get_string(10).unwrap(), &reading.flag.to_string());
        assert_eq!(row.get_long(12).unwrap(), *packet);
    }
    assert_eq!((rows[0].get_string(0).unwrap().as_str(), rows[0].get_string(11).unwrap().as_str()), (OUTLET, "L/s"));
    let strange = rows.last().unwrap();
    assert!(strange.get_string(0).is_err() && strange.get_string(11).is_err(), "nothing is known: {strange}");
}

#[test]
fn files_have_a_row_a_day_and_a_row_a_reading() {
    let park = Park::new(registers());
    let days = pages::days_csv(&park.assessment).unwrap();
    let row = days.lines().find(|row| row.starts_with("DW001-TY,w01018,2026-03-19,")).unwrap();
    assert!(row.starts_with("DW001-TY,w01018,2026-03-19,exceedance,exceedance,260"), "{row}");
    assert!(row.contains(",200,,false,"), "the limit is not verified: {row}");
    let readings = yanlian_present::readings_csv(&park.zone.registers, &park.readings).unwrap();
    assert_eq!(readings.lines().count(), park.readings.len());
    assert!(readings.lines().nth(1).unwrap().ends_with(",N,mg/L,1"), "{readings}");
    let fields = |line: &str| line.split(',').count();
    assert_eq!(fields(yanlian_present::READINGS_HEAD), fields(readings.lines().next().unwrap()));
}
