//! Readings for other programs, as they were sent: CSV and Parquet with the same columns.
//!
//! Outlet and unit are those of the registers as they are now; times are China's local time. Both can be
//! written a piece at a time, so that a file of years needs no memory of years.

use crate::pages::Seen;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::collections::HashMap;
use std::sync::Arc;
use yanlian_model::spreadsheet::protect;
use yanlian_model::{Reading, ReadingPeriod, Registers};

/// The columns, as Parquet declares them.
const SCHEMA: &str = "
    message reading {
        optional binary outlet (UTF8);
        required binary monitor (UTF8);
        required binary factor (UTF8);
        required binary period (UTF8);
        required int64 start (TIMESTAMP(MILLIS, false));
        optional double avg;
        optional double min;
        optional double max;
        optional double rtd;
        optional double cou;
        required binary flag (UTF8);
        optional binary unit (UTF8);
        required int64 packet;
    }";

/// What the registers say of monitors and factors.
struct Known<'a> {
    outlets: HashMap<&'a str, &'a str>,
    units: HashMap<(&'a str, &'a str), &'static str>,
    default_units: HashMap<&'a str, &'static str>,
}

impl<'a> Known<'a> {
    fn new(registers: &'a Registers) -> Known<'a> {
        let own = registers.monitor_factors.iter();
        let own = own.filter_map(|row| Some(((&*row.monitor, &*row.factor), row.unit?.choice().key)));
        Known {
            outlets: registers.monitors.iter().map(|row| (&*row.mn, &*row.outlet)).collect(),
            units: own.collect(),
            default_units: registers.factors.iter().map(|row| (&*row.code, row.unit.choice().key)).collect(),
        }
    }

    fn outlet(&self, reading: &Reading) -> Option<&'a str> {
        self.outlets.get(&*reading.monitor).copied()
    }

    fn unit(&self, reading: &Reading) -> Option<&'static str> {
        let own = self.units.get(&(&*reading.monitor, &*reading.factor));
        own.or_else(|| self.default_units.get(&*reading.factor)).copied()
    }
}

/// The first line of a CSV file of readings.
pub const READINGS_HEAD: &str = "outlet,monitor,factor,period,start,avg,min,max,rtd,cou,flag,unit,packet\n";

/// Readings as lines of CSV, behind [`READINGS_HEAD`]; text that a spreadsheet would take for a formula is protected.
pub fn readings_csv(registers: &Registers, readings: &[Seen]) -> Result<String, csv::Error> {
    let known = Known::new(registers);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for Seen { reading, packet } in readings {
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        writer.write_record([
            protect(known.outlet(reading).unwrap_or_default()).into_owned(),
            protect(&reading.monitor).into_owned(),
            protect(&reading.factor).into_owned(),
            period(reading).to_owned(),
            reading.start.format("%Y-%m-%dT%H:%M:%S").to_string(),
            number(reading.avg),
            number(reading.min),
            number(reading.max),
            number(reading.rtd),
            number(reading.cou),
            protect(&reading.flag.to_string()).into_owned(),
            protect(known.unit(reading).unwrap_or_default()).into_owned(),
            packet.to_string(),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Readings as a whole Parquet file.
pub fn readings_parquet(registers: &Registers, readings: &[Seen]) -> Result<Vec<u8>, ParquetError> {
    let mut file = ReadingsParquet::new()?;
    let mut bytes = file.add(registers, readings)?;
    bytes.extend(file.finish()?);
    Ok(bytes)
}

/// A Parquet file of readings, compressed with Snappy, written a row group at a time.
pub struct ReadingsParquet {
    file: SerializedFileWriter<Vec<u8>>,
}

impl ReadingsParquet {
    /// A file without readings.
    pub fn new() -> Result<ReadingsParquet, ParquetError> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        Ok(ReadingsParquet { file: SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))? })
    }

    /// Adds readings as a row group, and gives the bytes of the file that are new.
    pub fn add(&mut self, registers: &Registers, readings: &[Seen]) -> Result<Vec<u8>, ParquetError> {
        let known = Known::new(registers);
        let mut group = self.file.next_row_group()?;
        let rows = || readings.iter().map(|seen| &seen.reading);
        // In the order of the schema.
        column::<ByteArrayType>(&mut group, rows().map(|reading| known.outlet(reading).map(text)))?;
        column::<ByteArrayType>(&mut group, rows().map(|reading| Some(text(&reading.monitor))))?;
        column::<ByteArrayType>(&mut group, rows().map(|reading| Some(text(&reading.factor))))?;
        column::<ByteArrayType>(&mut group, rows().map(|reading| Some(text(period(reading)))))?;
        column::<Int64Type>(&mut group, rows().map(|reading| Some(reading.start.and_utc().timestamp_millis())))?;
        let numbers: [fn(&Reading) -> Option<f64>; 5] = [|r| r.avg, |r| r.min, |r| r.max, |r| r.rtd, |r| r.cou];
        for number in numbers {
            column::<DoubleType>(&mut group, rows().map(number))?;
        }
        column::<ByteArrayType>(&mut group, rows().map(|reading| Some(text(&reading.flag.to_string()))))?;
        column::<ByteArrayType>(&mut group, rows().map(|reading| known.unit(reading).map(text)))?;
        column::<Int64Type>(&mut group, readings.iter().map(|seen| Some(seen.packet)))?;
        group.close()?;
        self.file.flush()?;
        Ok(std::mem::take(self.file.inner_mut()))
    }

    /// The last bytes of the file.
    pub fn finish(self) -> Result<Vec<u8>, ParquetError> {
        self.file.into_inner()
    }
}

/// Writes the next column: a level for each row, 1 where there is a value, and the values.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let cells: Vec<Option<T::T>> = cells.collect();
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".to_owned()));
    };
    // A column whose values are required ignores the levels.
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    column.close()
}

fn text(text: &str) -> ByteArray {
    text.into()
}

/// The word for a reading's period.
fn period(reading: &Reading) -> &'static str {
    match reading.period {
        ReadingPeriod::RealTime => "real_time",
        ReadingPeriod::TenMinute => "ten_minute",
        ReadingPeriod::Hour => "hour",
        ReadingPeriod::Day => "day",
    }
}
