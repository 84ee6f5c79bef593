//! Who sent packets without being registered.

use super::Connection;
use crate::StoreError;
use crate::stored::time_of;
use crate::telemetry::UnregisteredDevice;

/// An unregistered device's row: MN, system, address, first, last, packets, sample.
type UnregisteredRow = (String, Option<String>, String, i64, i64, i64, Vec<u8>);

/// What was noted later counts where only one can.
const NOTE: &str = "
    insert into strangers (mn, st, address, first, last, packets, sample) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    on conflict (mn) do update set
        st = excluded.st, address = excluded.address, first = min(first, excluded.first),
        last = max(last, excluded.last), packets = packets + excluded.packets, sample = excluded.sample";

const ALL: &str = "
    select mn, st, address, first, last, packets, sample from strangers order by last desc, mn";

pub(super) async fn note(connection: &mut Connection, unregistered: &[UnregisteredDevice]) -> Result<(), StoreError> {
    for device in unregistered {
        sqlx::query(NOTE)
            .bind(&device.mn)
            .bind(&device.st)
            .bind(&device.address)
            .bind(device.first.timestamp_micros())
            .bind(device.last.timestamp_micros())
            .bind(i64::try_from(device.packets).unwrap_or(i64::MAX))
            .bind(&device.sample)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub(super) async fn all(connection: &mut Connection) -> Result<Vec<UnregisteredDevice>, StoreError> {
    let found: Vec<UnregisteredRow> = sqlx::query_as(ALL).fetch_all(connection).await?;
    let device = |(mn, st, address, first, last, packets, sample): UnregisteredRow| {
        let (first, last) = (time_of(first)?, time_of(last)?);
        Ok(UnregisteredDevice { mn, st, address, first, last, packets: packets.unsigned_abs(), sample })
    };
    found.into_iter().map(device).collect()
}

pub(super) async fn remove(connection: &mut Connection, mn: &str) -> Result<(), StoreError> {
    sqlx::query("delete from strangers where mn = ?1").bind(mn).execute(connection).await?;
    Ok(())
}
