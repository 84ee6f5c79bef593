//! Where a database of PostgreSQL is.

use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::str::FromStr;

/// What may stand behind the question mark. Anything else is refused: a mistyped `sslmode` must not pass for none.
const PARAMETERS: [&str; 17] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "user",
];

/// The address of a database: `postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full`, as other programs
/// read it; what it leaves out comes from `PGHOST`, `PGUSER`, `PGPASSWORD`, `PGPASSFILE` and the like.
///
/// Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress(String);

impl PostgresAddress {
    pub(super) fn options(&self) -> Result<PgConnectOptions, sqlx::Error> {
        let options = PgConnectOptions::from_str(&self.0)?;
        // An address of IPv6 stands in brackets, which are none of it.
        let bare = options.get_host().strip_prefix('[').and_then(|host| host.strip_suffix(']')).map(str::to_owned);
        let options = bare.map_or(options.clone(), |host| options.host(&host));
        let named = options.get_application_name().is_some();
        Ok(if named { options } else { options.application_name("yanlian") })
    }
}

impl FromStr for PostgresAddress {
    type Err = sqlx::Error;

    fn from_str(text: &str) -> Result<PostgresAddress, sqlx::Error> {
        let query = text.split_once('?').map_or("", |(_, query)| query);
        let mut names = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty());
        if let Some(unknown) = names.find(|name| !PARAMETERS.contains(name)) {
            // Where the host comes behind it, it is the end of a password with a question mark in it.
            let unknown =
                if query.contains('@') { "here; in a password ? is %3F, @ is %40, / is %2F" } else { unknown };
            let known = PARAMETERS.join(", ");
            return Err(sqlx::Error::Configuration(format!("no parameter {unknown} (known: {known})").into()));
        }
        let address = PostgresAddress(text.to_owned());
        address.options()?;
        Ok(address)
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(options) = self.options() else { return f.write_str("postgres://") };
        let (user, database) = (options.get_username(), options.get_database().unwrap_or_default());
        let (host, port) = (options.get_host(), options.get_port());
        match options.get_socket() {
            Some(folder) => write!(f, "postgres:///{database}?user={user}&host={}&port={port}", folder.display()),
            None if host.contains(':') => write!(f, "postgres://{user}@[{host}]:{port}/{database}"),
            None => write!(f, "postgres://{user}@{host}:{port}/{database}"),
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
        assert_eq!(socket.to_string(), "postgres:///yanlian?user=clerk&host=/run/postgresql&port=5432");
        assert!("postgres://host:port/yanlian".parse::<PostgresAddress>().is_err());
        for pasted in
            ["geh?eim#nis@db.example/y", "x?geheimnis@db.example/y", "x?geheimnis&x@db.example/y", "x?geheimnis=1@db/y"]
        {
            let refused = format!("postgres://clerk:{pasted}").parse::<PostgresAddress>().unwrap_err().to_string();
            assert!(refused.contains("%3F") && !refused.contains("eim"), "{refused}");
        }
    }

    #[test]
    fn an_address_of_ipv6_stands_in_brackets() {
        let address: PostgresAddress = "postgres://clerk@[::1]:5433/yanlian".parse().unwrap();
        assert_eq!(address.options().unwrap().get_host(), "::1");
        assert_eq!(address.to_string(), "postgres://clerk@[::1]:5433/yanlian");
    }

    #[test]
    fn a_mistyped_parameter_is_refused() {
        let address = |query: &str| format!("postgres://clerk@db.example/yanlian?{query}").parse::<PostgresAddress>();
        assert!(address("sslmode=verify-full&sslrootcert=/etc/ca.pem").is_ok());
        for wrong in ["ssl_mode=verify-full", "sslmode=verify-full&sslroot=/etc/ca.pem", "foo=1", "SSLMODE=require"] {
            assert!(address(wrong).unwrap_err().to_string().contains("no parameter"), "{wrong}");
        }
    }
}
