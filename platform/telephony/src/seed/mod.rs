//! Many phones and call records at once, always the same ones: what big lists are measured with.

use feature::{NewPhone, Phones as _};
use kernel::id::{CallId, CdrId, EndpointId, Uuid, uuid_v7};
use kernel::rng::Seeded;
use kernel::{Rng as _, Timestamp};
use tenancy::{Actor, ByDatabase, TenantScope};
use web::Result;

use crate::Telephony;
use crate::cdrs::{Cdr, Direction, Disposition, Origin, Side, cause_text, store};

/// Records written row by row; longer logs are copies of these, moved in time.
pub const BLOCK: usize = 50_000;
/// The years' worth of calls that a log covers.
const SPAN_MICROS: i64 = 365 * 86_400 * 1_000_000;
const COPY: ByDatabase =
    ByDatabase { postgres: include_str!("copy_postgres.sql"), sqlite: include_str!("copy_sqlite.sql") };

/// A phone that records speak of.
#[derive(Clone)]
pub struct SeededPhone {
    /// Its SIP user name.
    pub terminal_user: String,
    /// Its internal number.
    pub number: String,
    /// Its owner's name.
    pub name: String,
}

/// Makes phones in one transaction; the dial plan must have as many digits as their numbers.
///
/// # Errors
/// When a number is taken, or the database is away.
pub async fn phones(
    room: &Telephony,
    scope: &TenantScope,
    wanted: Vec<NewPhone>,
) -> Result<Vec<SeededPhone>> {
    let tx = scope.begin().await?;
    let names: Vec<String> = wanted.iter().map(|phone| phone.owner_name.clone()).collect();
    let made = room.make(&tx, &Actor::system("seed"), wanted).await?;
    tx.commit().await?;
    let shown = |(phone, name): (feature::MadePhone, String)| SeededPhone {
        terminal_user: phone.terminal_user,
        number: phone.number,
        name,
    };
    Ok(made.into_iter().zip(names).map(shown).collect())
}

/// Sets how many digits internal numbers have.
///
/// # Errors
/// When the database is away.
pub async fn digits(scope: &TenantScope, digits: u8) -> Result<()> {
    let tx = scope.begin().await?;
    let plan =
        crate::dial_plan::DialPlan { extension_digits: digits, ..crate::dial_plan::store::get(&tx).await? };
    crate::dial_plan::store::set(&tx, &plan).await?;
    tx.commit().await?;
    Ok(())
}

/// How much of the year before `now` one block of a log of `count` records covers, in microseconds.
fn period(count: usize) -> i64 {
    SPAN_MICROS / i64::try_from(count.div_ceil(BLOCK).max(1)).unwrap_or(1)
}

/// Writes the first block of a log of `count` records, which is the latest in time, in pieces of `piece`.
///
/// # Errors
/// When the database is away.
pub async fn first_block(
    scope: &TenantScope,
    phones: &[SeededPhone],
    now: Timestamp,
    count: usize,
) -> Result<()> {
    let (period, rng) = (period(count), Seeded::new(7));
    let many = count.min(BLOCK);
    for piece in (0..many).collect::<Vec<_>>().chunks(5_000) {
        let records = piece.iter().map(|number| record(*number, (now, period, many), phones, &rng)).collect();
        let tx = scope.begin().await?;
        store::insert_all(&tx, records).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Copies the first block to where the `block`-th stands in time; answers how many records that were.
///
/// # Errors
/// When the database is away.
pub async fn further_block(scope: &TenantScope, now: Timestamp, count: usize, block: usize) -> Result<u64> {
    let period = period(count);
    let back = -period * i64::try_from(block).unwrap_or(0);
    let tx = scope.begin().await?;
    let binds =
        [("since", (now.micros() - period).into()), ("until", now.micros().into()), ("shift", back.into())];
    let copied = tx.execute(&COPY, &binds).await?;
    tx.commit().await?;
    Ok(copied)
}

/// A draw below `most`.
fn draw(rng: &Seeded, most: usize) -> usize {
    let mut bytes = [0; 8];
    rng.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(most.max(1)).unwrap_or(1)).unwrap_or(0)
}

fn record(
    number: usize,
    (now, period, of): (Timestamp, i64, usize),
    phones: &[SeededPhone],
    rng: &Seeded,
) -> Cdr {
    let step = period / i64::try_from(of.max(1)).unwrap_or(1);
    let detected = Timestamp::from_micros(now.micros() - period + step * i64::try_from(number).unwrap_or(0));
    let nobody = SeededPhone { terminal_user: "100".into(), number: "100".into(), name: "Nobody".into() };
    let phone = phones.get(draw(rng, phones.len())).unwrap_or(&nobody);
    let other = phones.get(draw(rng, phones.len())).unwrap_or(&nobody);
    let public = format!("+346{:08}", draw(rng, 100_000_000));
    let kind = [Direction::In, Direction::Out, Direction::Internal][draw(rng, 3)];
    let disposition = match draw(rng, 100) {
        0..70 => Disposition::Answered,
        70..88 => Disposition::NoAnswer,
        88..96 => Disposition::Busy,
        _ => Disposition::Failed,
    };
    let answered = disposition == Disposition::Answered;
    // Most calls are short, and a few last for hours.
    let talk =
        if answered { 1_000 * (1 + draw(rng, 90) * (1 + draw(rng, 12) * draw(rng, 12) / 4)) } else { 0 };
    let talk = i64::try_from(talk).unwrap_or(0);
    let later = |micros: i64| Timestamp::from_micros(detected.micros() + micros);
    let cause = if answered { 16 } else { 19 };
    let inward = kind != Direction::Out;
    Cdr {
        id: CdrId(uuid_v7(detected, rng)),
        call: CallId(uuid_v7(detected, rng)),
        linked_to: None,
        linked_call: None,
        origin: Origin::Dialled,
        kind,
        endpoint: Some(EndpointId(Uuid::from_u128(u128::try_from(draw(rng, 100_000)).unwrap_or(0)))),
        trunk: None,
        from: if kind == Direction::In { public.clone() } else { phone.number.clone() },
        from_name: (kind != Direction::In).then(|| phone.name.clone()),
        from_user: (kind != Direction::In).then(|| phone.terminal_user.clone()),
        to: if kind == Direction::Out { public } else { other.number.clone() },
        to_user: inward.then(|| other.terminal_user.clone()),
        detected,
        rang: Some(later(200_000)),
        connected: answered.then(|| later(6_000_000)),
        disconnected: later(6_000_000 + talk * 1_000),
        duration_ms: u64::try_from(talk).unwrap_or(0),
        disposition,
        cause,
        cause_text: cause_text(cause).to_owned(),
        side: Side::Caller,
        status: None,
        emergency: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{IdenStatic as _, Iterable as _};

    #[test]
    fn the_copies_name_every_column_of_a_record() {
        for sql in [COPY.postgres, COPY.sqlite] {
            let named = sql.split_once('(').unwrap().1.split_once(')').unwrap().0;
            let named: Vec<&str> = named.split(',').map(str::trim).collect();
            let known: Vec<&str> = store::Column::iter().map(|column| column.as_str()).collect();
            assert_eq!(named, known);
        }
    }
}
