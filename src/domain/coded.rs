//! Lists that have a code for the machine and a name for people: each such enum is written once, as a table, and
//! gets its `ALL`, its codes (used by SQL, forms and JSON alike) and its Chinese name from that table.

/// A list whose members a form names by their codes.
pub trait Listed {
    fn codes() -> Vec<String>;
}

/// Declares an enum whose variants each have a stable ASCII code and a Chinese name:
/// `Variant = "code", "名称";`. It is stored, posted and serialised by its code and displayed by its name.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $code:literal, $short:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$about])* $variant,)+
        }

        impl $name {
            /// All of them, in the order of the law.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The place in the list, counted from one.
            pub const fn number(self) -> u8 {
                self as u8 + 1
            }

            /// The stable code: what stands in the database, in forms and in JSON.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The short Chinese name.
            pub const fn short(self) -> &'static str {
                match self {
                    $(Self::$variant => $short,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.short())
            }
        }

        impl $crate::domain::coded::Listed for $name {
            fn codes() -> Vec<String> {
                Self::ALL.iter().map(|it| it.code().to_owned()).collect()
            }
        }

        /// By its code.
        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(code: &str) -> Result<Self, ()> {
                Self::from_code(code).ok_or(())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                Self::from_code(&code)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&code, &[$($code),+]))
            }
        }
    };
}

pub(crate) use coded;
