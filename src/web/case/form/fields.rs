//! A flat form is a list of fields: how it is read, and of an act how it is written back and what its approver reads, follow from
//! the list. What must hold of a field is the law's to say: here of a day, a file and people, so that everything is said at once; of the rest
//! once everything is there (`Check::at`).

/// Declares the fields of a form: `name: kind("what to do where it is missing", …);`. In front stands what the step is about, with
/// the open case and the file that came along. An act's field begins with its label, and the list gives the form `write_fields` and
/// `rows`, too.
macro_rules! fields {
    (act $form:ident |$open:pat_param, $file:pat_param| $step:ident { $($about:ident: $value:expr),* $(,)? }
     $($name:ident: $kind:ident($label:literal $(, $arg:expr)*);)+) => {
        $crate::web::case::form::fields! {
            [fn gap(open: &$crate::web::case::open::OpenCase, _: &$crate::web::form::Typed, field: &str) -> Option<$crate::web::case::form::Gap> {
                let _ = open; // Most forms name nobody.
                match field {
                    $(stringify!($name) => Some($crate::web::case::form::field!(gap $kind, open, $step, $name, $label $(, $arg)*)),)+
                    _ => None,
                }
            }]
            $form |$open, $file| $step { $($about: $value),* }
            $($name: $kind($($arg),*);)+
        }

        impl $form {
            fn write_fields(it: &$step) -> $crate::web::form::Typed {
                let typed = $crate::web::form::Typed::default();
                $(let typed = $crate::web::case::form::field!(write $kind, typed, stringify!($name), it.$name);)+
                typed
            }

            fn rows(it: &$step, case: &$crate::domain::case::Case) -> Vec<(&'static str, String)> {
                let _ = case; // Most fields name nobody.
                vec![$(($label, $crate::web::case::form::field!(say $kind, case, it.$name $(, $arg)*))),+]
            }
        }
    };
    ($form:ident |$open:pat_param, $file:pat_param| $step:ident { $($about:ident: $value:expr),* $(,)? }
     $($name:ident: $kind:ident($($arg:expr),*);)+) => {
        $crate::web::case::form::fields! {
            [] $form |$open, $file| $step { $($about: $value),* } $($name: $kind($($arg),*);)+
        }
    };
    ([$($more:item)?] $form:ident |$open:pat_param, $file:pat_param| $step:ident { $($about:ident: $value:expr),* $(,)? }
     $($name:ident: $kind:ident($($arg:expr),*);)+) => {
        impl $crate::web::case::form::Fields for $form {
            type Step = $step;

            fn read(
                $open: &$crate::web::case::open::OpenCase,
                typed: &$crate::web::form::Typed,
                $file: Option<$crate::domain::ids::FileId>,
            ) -> Result<$step, $crate::web::form::Wrong> {
                let mut form = $crate::web::form::Reading::new(typed);
                $(let $name = $crate::web::case::form::field!(read $kind, form, stringify!($name) $(, $arg)*);)+
                form.made(|| Some($step { $($name: $name?,)+ $($about: $value,)* }))
            }

            $($more)?
        }
    };
}

/// One field, by its kind.
macro_rules! field {
    // A text of several lines, which must say something.
    (read text, $form:ident, $name:expr, $missing:expr) => {
        $form.text($name, $missing)
    };
    // One that may be missing.
    (read remark, $form:ident, $name:expr) => {
        Some($form.optional($name))
    };
    // One line, which must say something.
    (read line, $form:ident, $name:expr, $missing:expr) => {
        $form.written_line($name, $missing)
    };
    // One that may be missing.
    (read maybe_line, $form:ident, $name:expr) => {
        Some($form.optional_line($name))
    };
    // One of a list that has codes and names.
    (read coded, $form:ident, $name:expr, $missing:expr) => {
        $form.choice($name, $missing, |code| code.parse().ok())
    };
    // Yes or no, each with its own word.
    (read yes_no, $form:ident, $name:expr, $missing:expr, $yes:expr, $no:expr) => {
        $form.choice($name, $missing, $crate::web::form::yes_or_no_of)
    };
    // A number within a range, with its unit.
    (read number, $form:ident, $name:expr, $missing:expr, $range:expr, $unit:expr) => {
        $form.choice($name, $missing, |text| {
            text.parse().ok().filter(|it| $range.contains(it))
        })
    };
    // A day, of which the law says whether it is possible.
    (read day, $form:ident, $name:expr, $missing:expr, $possible:expr) => {{
        let on = $form.date($name, $missing);
        on.inspect(|on| $form.lawful($name, $possible(*on)))
    }};
    // Today where somebody speaks for itself, else that of its paper.
    (read own_day, $form:ident, $name:expr, $today:expr, $missing:expr, $possible:expr) => {{
        let on = $today.or_else(|| $form.date($name, $missing));
        on.inspect(|on| $form.lawful($name, $possible(*on)))
    }};
    // The file that came along, of which the law says whether it may be missing.
    (read file, $form:ident, $name:expr, $file:expr, $may_be:expr) => {{
        $form.lawful($name, $may_be($file));
        Some($file)
    }};
    // One that may be missing.
    (read maybe_day, $form:ident, $name:expr) => {
        Some($form.optional_date($name))
    };
    // Somebody of the body, or a body: by its id.
    (read id, $form:ident, $name:expr, $missing:expr) => {
        $form.choice($name, $missing, |it| it.parse().ok())
    };
    // Several people of the body, of whom the law says whether they are enough.
    (read people, $form:ident, $name:expr, $enough:expr) => {{
        let people = $form.choices($name, 0, "", |it| it.parse().ok());
        $form.lawful($name, $enough(&people));
        Some(people)
    }};
    // What stands for it while its documents are looked at.
    (gap people, $open:ident, $step:ident, $field:ident, $label:expr $(, $arg:expr)*) => {
        $crate::web::case::form::Gap::people($label, $open)
    };
    (gap coded, $open:ident, $step:ident, $field:ident, $label:expr $(, $arg:expr)*) => {
        $crate::web::case::form::Gap::one_of(
            $label,
            $crate::web::case::form::codes_of(|it: &$step| &it.$field),
        )
    };
    (gap number, $open:ident, $step:ident, $field:ident, $label:expr, $missing:expr, $range:expr, $unit:expr) => {
        $crate::web::case::form::Gap::one_of($label, $range.map(|it| it.to_string()))
    };
    (gap yes_no, $open:ident, $step:ident, $field:ident, $label:expr $(, $arg:expr)*) => {
        $crate::web::case::form::Gap::one_of($label, ["yes", "no"])
    };
    (gap day, $open:ident, $step:ident, $field:ident, $label:expr $(, $arg:expr)*) => {
        $crate::web::case::form::Gap::Day($label)
    };
    (gap $kind:ident, $open:ident, $step:ident, $field:ident, $label:expr $(, $arg:expr)*) => {
        $crate::web::case::form::Gap::Text($label)
    };
    (write people, $typed:ident, $name:expr, $value:expr) => {
        $value
            .iter()
            .fold($typed, |typed, it| typed.with($name, it.to_string()))
    };
    (write coded, $typed:ident, $name:expr, $value:expr) => {
        $typed.with($name, $value.code())
    };
    (write yes_no, $typed:ident, $name:expr, $value:expr) => {
        $typed.with($name, $crate::web::form::yes_or_no($value))
    };
    (write $kind:ident, $typed:ident, $name:expr, $value:expr) => {
        $typed.with($name, $value.to_string())
    };
    (say people, $case:ident, $value:expr $(, $arg:expr)*) => {
        $value
            .iter()
            .map(|it| $case.name_of(*it))
            .collect::<Vec<_>>()
            .join("、")
    };
    (say coded, $case:ident, $value:expr $(, $arg:expr)*) => {
        $value.short().to_owned()
    };
    (say yes_no, $case:ident, $value:expr, $missing:expr, $yes:expr, $no:expr) => {
        $crate::web::case::content::yes($value, $yes, $no)
    };
    (say number, $case:ident, $value:expr, $missing:expr, $range:expr, $unit:expr) => {
        format!("{} {}", $value, $unit)
    };
    (say day, $case:ident, $value:expr $(, $arg:expr)*) => {
        $crate::domain::dates::day($value)
    };
    (say $kind:ident, $case:ident, $value:expr $(, $arg:expr)*) => {
        $value.to_string()
    };
}

pub(crate) use {field, fields};
