//! Complexity against published fitness, against py-ecomplexity, by hand, and with awkward tables.

use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use yanlian_analysis::complexity::{Cell, Complexity, Convention, Matrix, Options, complexity};

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/world_trade").join(name)
}

static WORLD: LazyLock<Matrix> = LazyLock::new(|| {
    let packed = std::fs::File::open(file("world_trade.csv.gz")).unwrap();
    let mut reader = csv::Reader::from_reader(GzDecoder::new(packed));
    let cells: Vec<Cell> = reader.records().map(|row| cell(&row.unwrap())).collect();
    let (matrix, warnings) = Matrix::new(&cells).unwrap();
    assert_eq!((cells.len(), matrix.regions().len(), matrix.products().len()), (124_336, 226, 785));
    assert_eq!(warnings, []);
    matrix
});

fn cell(row: &csv::StringRecord) -> Cell {
    Cell { region: row[0].to_owned(), product: row[1].to_owned(), value: row[2].parse().unwrap() }
}

static ANSWER: LazyLock<Complexity> = LazyLock::new(|| complexity(&WORLD, &Options::default()));

/// The rows of a file without its header.
fn rows(name: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(file(name)).unwrap().records().map(Result::unwrap).collect()
}

fn at(codes: &[String], code: &str) -> usize {
    codes.iter().position(|known| known == code).unwrap()
}

#[test]
fn counts_of_advantage_are_exact() {
    let mut ones = 0;
    for row in rows("expected_rca_counts.csv") {
        let ours = match &row[0] {
            "country" => ANSWER.regions[at(WORLD.regions(), &row[1])].diversity,
            _ => ANSWER.products[at(WORLD.products(), &row[1])].ubiquity,
        };
        assert_eq!(ours, Some(row[2].parse().unwrap()), "{row:?}");
        ones += ours.filter(|_| &row[0] == "country").unwrap_or(0);
    }
    assert_eq!(ones, 31_951);
    assert_eq!(ANSWER.findings, []);
}

#[test]
fn fitness_is_the_published_one() {
    for (name, ours) in [
        ("fitness_country.csv", ANSWER.regions.iter().map(|region| region.fitness).collect::<Vec<_>>()),
        ("fitness_product.csv", ANSWER.products.iter().map(|product| product.fitness).collect()),
    ] {
        let codes = if name.contains("country") { WORLD.regions() } else { WORLD.products() };
        let published = rows(name);
        assert_eq!(published.len(), codes.len());
        for row in published {
            let (ours, published) = (ours[at(codes, &row[0])].unwrap(), row[1].parse::<f64>().unwrap());
            assert!((ours / published - 1.0).abs() < 1e-12, "{row:?}: {ours}");
        }
    }
}

#[test]
fn indices_and_relatedness_are_those_of_py_ecomplexity() {
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows("py_ecomplexity.csv") {
        let region = (!row[1].is_empty()).then(|| at(WORLD.regions(), &row[1]));
        let product = (!row[2].is_empty()).then(|| at(WORLD.products(), &row[2]));
        let pair = region.zip(product).map(|(region, product)| ANSWER.pair(region, product));
        let ours = match &row[0] {
            "eci" => ANSWER.regions[region.unwrap()].eci,
            "coi" => ANSWER.regions[region.unwrap()].coi,
            "pci" => ANSWER.products[product.unwrap()].pci,
            "density" => pair.unwrap().density,
            _ => pair.unwrap().cog,
        };
        let (ours, theirs) = (ours.unwrap(), row[3].parse::<f64>().unwrap());
        assert!((ours - theirs).abs() < 1e-9, "{row:?}: {ours}");
        *compared.entry(row[0].to_owned()).or_default() += 1;
    }
    assert_eq!((compared["eci"], compared["coi"], compared["pci"]), (226, 226, 113));
    assert!(compared["density"] >= 300 && compared["cog"] >= 300);
}

#[test]
fn conventions_differ_by_scale_only() {
    let other = complexity(&WORLD, &Options { convention: Convention::Standardised, ..Options::default() });
    let pci: Vec<f64> = other.products.iter().map(|product| product.pci.unwrap()).collect();
    let eci: Vec<f64> = other.regions.iter().map(|region| region.eci.unwrap()).collect();
    for values in [&pci, &eci] {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        assert!(mean.abs() < 1e-12 && (squares / (count - 1.0) - 1.0).abs() < 1e-12);
    }
    // The property for which the first convention is chosen: ECI is the mean PCI of what one is strong in.
    for (region, own) in ANSWER.regions.iter().enumerate() {
        let strong = (0..WORLD.products().len()).filter(|product| ANSWER.pair(region, *product).strong == Some(true));
        let pci: Vec<f64> = strong.map(|product| ANSWER.products[product].pci.unwrap()).collect();
        assert!((pci.iter().sum::<f64>() / pci.len() as f64 - own.eci.unwrap()).abs() < 1e-12);
        let scale = (226.0_f64 / 225.0).sqrt();
        assert!((eci[region] * scale - own.eci.unwrap()).abs() < 1e-12);
    }
}

#[test]
fn the_turned_table_gives_the_turned_answer() {
    // RCA does not change when regions and products change places; then the other side is the smaller one.
    let turned = |(region, product): (usize, usize)| Cell {
        region: WORLD.products()[product].clone(),
        product: WORLD.regions()[region].clone(),
        value: WORLD.value(region, product),
    };
    let cells: Vec<Cell> = (0..226 * 785).map(|pair| turned((pair / 785, pair % 785))).collect();
    let (matrix, _) = Matrix::new(&cells).unwrap();
    let options = Options { convention: Convention::Standardised, ..Options::default() };
    let (straight, turned) = (complexity(&WORLD, &options), complexity(&matrix, &options));
    let eigenvalues = [&straight, &turned].map(|answer| answer.second_eigenvalue.unwrap());
    assert!((eigenvalues[0] - eigenvalues[1]).abs() < 1e-13);
    // Demanding products are made by few, so as "regions" they would have the other sign.
    for (product, region) in straight.products.iter().zip(&turned.regions) {
        assert_eq!((&product.code, product.ubiquity), (&region.code, region.diversity));
        assert!((product.pci.unwrap() + region.eci.unwrap()).abs() < 1e-10, "{}", product.code);
    }
}

#[test]
fn threads_do_not_matter() {
    let sum_of_bits = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let answer = pool.install(|| complexity(&WORLD, &Options::default()));
        let eci: Vec<u64> = answer.regions.iter().map(|region| region.eci.unwrap().to_bits()).collect();
        let pairs = (0..226).map(|at| answer.pair(at, at * 3));
        let pairs: Vec<_> = pairs.map(|pair| (pair.density.unwrap().to_bits(), pair.cog.unwrap().to_bits())).collect();
        (eci, pairs)
    };
    assert!(sum_of_bits(1) == sum_of_bits(7));
}

/// Cells from "region product value" triples.
fn cells(text: &str) -> Vec<Cell> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let cell = |three: &[&str]| Cell {
        region: three[0].to_owned(),
        product: three[1].to_owned(),
        value: three[2].parse().unwrap(),
    };
    words.chunks(3).map(cell).collect()
}

/// The messages of the findings.
fn told(answer: &Complexity) -> Vec<&'static str> {
    answer.findings.iter().map(|finding| finding.message.id).collect()
}

const NESTED: &str = "a p 4  a q 3  a r 3   b p 5  b q 5   c p 10";

#[test]
fn a_small_table_by_hand() {
    // Totals: a, b, c 10 each; p 19, q 8, r 3 of 30. RCA_ap = 4·30/(10·19) = 0.63, aq 1.125, ar 3.33,
    // bp 0.79, bq 1.875, cp 1.58: M has the ones aq, ar, bq, cp, so c stands apart from a and b.
    let (matrix, _) = Matrix::new(&cells(NESTED)).unwrap();
    let answer = complexity(&matrix, &Options::default());
    assert!((answer.pair(0, 1).rca.unwrap() - 1.125).abs() < 1e-15);
    assert!((answer.pair(2, 0).rca.unwrap() - 300.0 / 190.0).abs() < 1e-15);
    assert_eq!(answer.pair(1, 2).rca, Some(0.0));
    assert_eq!(answer.regions.iter().map(|region| region.diversity).collect::<Vec<_>>(), [Some(2), Some(1), Some(1)]);
    assert_eq!(answer.products.iter().map(|product| product.ubiquity).collect::<Vec<_>>(), [Some(1), Some(2), Some(1)]);
    // φ(q,r) = 1/2, the rest 0: d(b,r) = ½/(1+½), d(b,q) = 1/(1+½), d(a,q) = 1, d(c,r) = 0.
    assert_eq!([(1, 2), (2, 1), (0, 1)].map(|(p, q)| answer.proximity(p, q).unwrap()), [0.5, 0.5, 0.0]);
    let density = |region, product| answer.pair(region, product).density.unwrap();
    assert_eq!([density(1, 2), density(1, 1), density(0, 1), density(2, 2)], [1.0 / 3.0, 2.0 / 3.0, 1.0, 0.0]);
    // One update: F' = (2,1,1), mean 4/3; Q' = (1, ½, 1), mean 5/6.
    let once = complexity(&matrix, &Options { iterations: 1, ..Options::default() });
    let fitness: Vec<f64> = once.regions.iter().map(|region| region.fitness.unwrap()).collect();
    assert!(fitness.iter().zip([1.5, 0.75, 0.75]).all(|(ours, by_hand)| (ours - by_hand).abs() < 1e-15));
    let fitness: Vec<f64> = once.products.iter().map(|product| product.fitness.unwrap()).collect();
    assert!(fitness.iter().zip([1.2, 0.6, 1.2]).all(|(ours, by_hand)| (ours - by_hand).abs() < 1e-15));
    assert_eq!(told(&answer), ["complexity-apart"]);
    assert!(answer.regions.iter().all(|region| region.eci.is_none() && region.coi.is_none()));
    assert!(answer.pair(1, 2).cog.is_none());
}

#[test]
fn indices_of_a_small_table_by_hand() {
    // RCA: ap and bq 2, ar and br 1. M: a {p, r}, b {q, r}; k = 2, 2; ubiquity p 1, q 1, r 2.
    // M̃ = ½(1+½, ½; ½, 1+½): eigenvalues 1 and ½, second vector (1, −1). Diversity is equal, so the
    // sign is a choice.
    let (matrix, _) = Matrix::new(&cells("a p 5  a r 5  b q 5  b r 5")).unwrap();
    let answer = complexity(&matrix, &Options::default());
    assert!((answer.second_eigenvalue.unwrap() - 0.5).abs() < 1e-14);
    let eci: Vec<f64> = answer.regions.iter().map(|region| region.eci.unwrap()).collect();
    assert!((eci[0] - 1.0).abs() < 1e-12 && (eci[1] + 1.0).abs() < 1e-12, "{eci:?}");
    // PCI before standardisation is D_p⁻¹Mᵀ·ECI ∝ (1, −1, 0), in units of ECI's deviation twice ECI's.
    let pci: Vec<f64> = answer.products.iter().map(|product| product.pci.unwrap()).collect();
    assert!(pci.iter().zip([2.0, -2.0, 0.0]).all(|(ours, by_hand)| (ours - by_hand).abs() < 1e-12), "{pci:?}");
    assert_eq!(told(&answer), ["complexity-sign-open"]);
}

#[test]
fn a_share_equal_to_the_whole_counts_as_one() {
    let (matrix, _) = Matrix::new(&cells("a p 1  a q 3  b p 7  b q 21  c p 49  c q 147")).unwrap();
    let answer = complexity(&matrix, &Options::default());
    assert!((0..3).all(|region| (0..2).all(|product| answer.pair(region, product).rca == Some(1.0))));
    // Every entry of M is 1, so there is no second eigenvector.
    assert_eq!(told(&answer), ["complexity-not-unique"]);
}

#[test]
fn eigenvalues_that_coincide_give_no_index() {
    // Three regions in a ring, each sharing one product with the next: none is unlike the others.
    let (matrix, _) = Matrix::new(&cells("a p 1  a q 1  b q 1  b r 1  c r 1  c p 1")).unwrap();
    let answer = complexity(&matrix, &Options::default());
    assert_eq!(told(&answer), ["complexity-not-unique"]);
    assert!((answer.second_eigenvalue.unwrap() - 0.25).abs() < 1e-13);
    assert!(answer.regions.iter().all(|region| region.eci.is_none() && region.fitness == Some(1.0)));
}

/// A ring of regions, each sharing one product with the next: the second eigenvalue cos²(π/n) is double.
fn ring(count: usize) -> Vec<Cell> {
    let cell = |region: usize, product: usize| Cell {
        region: format!("r{region:02}"),
        product: format!("p{product:02}"),
        value: 1.0,
    };
    (0..count).flat_map(|at| [cell(at, at), cell(at, (at + 1) % count)]).collect()
}

/// Branches of the same shape around a product that all make: the second eigenvalue is as many fold as there
/// are branches, less one.
fn branches(count: usize) -> Vec<Cell> {
    let of = |branch: usize| {
        let names = [("hub", "a"), ("a", "b"), ("b", "b")];
        let rows = names.into_iter().enumerate().flat_map(move |(at, (one, other))| {
            [one, other].map(|product| {
                let product = if product == "hub" { product.to_owned() } else { format!("{product}{branch}") };
                Cell { region: format!("r{branch}-{at}"), product, value: 1.0 }
            })
        });
        rows.collect::<Vec<_>>()
    };
    (0..count).flat_map(of).collect()
}

#[test]
fn an_eigenvalue_that_is_not_single_gives_no_index_however_often_it_comes() {
    let rings = [4, 5, 6, 7, 12, 13, 40, 80].map(ring);
    for cells in rings.into_iter().chain([3, 4, 6].map(branches)) {
        let (matrix, _) = Matrix::new(&cells).unwrap();
        let answer = complexity(&matrix, &Options::default());
        assert!(
            told(&answer).contains(&"complexity-not-unique"),
            "{} regions: {:?}",
            matrix.regions().len(),
            told(&answer)
        );
        assert!(answer.regions.iter().all(|region| region.eci.is_none() && region.coi.is_none()));
        assert!(answer.products.iter().all(|product| product.pci.is_none()));
    }
}

#[test]
fn what_is_left_out_is_named_and_blank() {
    let awkward = format!("{NESTED}  z p 0  a nothing 0  b q 1");
    let (matrix, repeated) = Matrix::new(&cells(&awkward)).unwrap();
    assert_eq!(
        repeated.iter().map(|fault| (fault.message.id, fault.row)).collect::<Vec<_>>(),
        [("complexity-repeated", Some(8))]
    );
    let answer = complexity(&matrix, &Options::default());
    assert_eq!(told(&answer), ["complexity-region-zero", "complexity-product-zero", "complexity-apart"]);
    let zero = answer.regions.last().unwrap();
    assert_eq!((zero.code.as_str(), zero.diversity, zero.fitness), ("z", None, None));
    assert_eq!((answer.pair(3, 0).rca, answer.pair(3, 0).density), (None, None));
    assert_eq!(answer.pair(1, 2).value, 6.0);
}

#[test]
fn floors_leave_out_and_say_so() {
    let (matrix, _) = Matrix::new(&cells("a p 5  a q 5  a r 5  b p 6  b q 3  b r 1  c p 1 c s 1  d s 0.1")).unwrap();
    let plain = complexity(&matrix, &Options::default());
    let floored = complexity(&matrix, &Options { min_total: Some(1.0), ..Options::default() });
    assert_eq!(told(&floored)[0], "complexity-floor-total");
    let (without, _) = Matrix::new(&cells("a p 5  a q 5  a r 5  b p 6  b q 3  b r 1  c p 1 c s 1")).unwrap();
    let without = complexity(&without, &Options::default());
    assert_eq!(floored.regions[..3], without.regions);
    assert_eq!(floored.products, without.products);
    assert_ne!(plain.pair(2, 3).rca, floored.pair(2, 3).rca);
    let narrow = complexity(&matrix, &Options { min_diversity: Some(2), ..Options::default() });
    assert!(told(&narrow).contains(&"complexity-floor-diversity"));
    assert_eq!(narrow.pair(2, 3).rca, plain.pair(2, 3).rca);
}

#[test]
fn faults_are_told_by_row() {
    let mut faulty = cells("a p 1  b q 1  c r 1");
    (faulty[0].value, faulty[1].value) = (-1.0, f64::NAN);
    faulty[2].region = " ".to_owned();
    let told: Vec<_> = Matrix::new(&faulty).unwrap_err().iter().map(|f| (f.message.id, f.row, f.column)).collect();
    assert_eq!(
        told,
        [
            ("complexity-negative", Some(0), "value"),
            ("complexity-not-finite", Some(1), "value"),
            ("complexity-blank-code", Some(2), "region"),
        ]
    );
    assert_eq!(Matrix::new(&[]).unwrap_err()[0].message.id, "complexity-empty");
}
