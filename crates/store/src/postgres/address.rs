//! Where a database of PostgreSQL is.

use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::str::FromStr;

/// The address of a database: `postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full`, as other programs
/// read it; what it leaves out comes from `PGHOST`, `PGUSER`, `PGPASSWORD`, `PGPASSFILE` and the like.
///
/// Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress(String);

impl PostgresAddress {
    pub(super) fn options(&self) -> Result<PgConnectOptions, sqlx::Error> {
        let options = PgConnectOptions::from_str(&self.0)?;
        let named = options.get_application_name().is_some();
        Ok(if named { options } else { options.application_name("yanlian") })
    }
}

impl FromStr for PostgresAddress {
    type Err = sqlx::Error;

    fn from_str(text: &str) -> Result<PostgresAddress, sqlx::Error> {
        let address = PostgresAddress(text.to_owned());
        address.options()?;
        Ok(address)
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(options) = self.options() else { return f.write_str("postgres://") };
        let (user, database) = (options.get_username(), options.get_database().unwrap_or_default());
        match options.get_socket() {
            Some(folder) => write!(f, "postgres:///{database}?user={user}&host={}", folder.display()),
            None => write!(f, "postgres://{user}@{}:{}/{database}", options.get_host(), options.get_port()),
        }
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        let address: PostgresAddress = "postgres://clerk:s3cret@db.example:5433/yanlian".parse().unwrap();
        assert_eq!(address.to_string(), "postgres://clerk@db.example:5433/yanlian");
        assert_eq!(format!("{address:?}"), "PostgresAddress(postgres://clerk@db.example:5433/yanlian)");
        let socket: PostgresAddress = "postgres:///yanlian?host=/run/postgresql&user=clerk".parse().unwrap();
        assert_eq!(socket.to_string(), "postgres:///yanlian?user=clerk&host=/run/postgresql");
        assert!("postgres://host:port/yanlian".parse::<PostgresAddress>().is_err());
    }
}
