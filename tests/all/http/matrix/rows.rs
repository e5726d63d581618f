//! The table: what each address answers to everybody.

/// The columns: signed out | who filed · a party · another applicant | officer of the case · officer of the body,
/// assigned to nothing · approver | officer of another body | officer and approver of the Office, to which a party objected.
pub const EVERYBODY: usize = 10;

/// One row. The letters are answers:
/// `o` shown · `r` led on · `s` signed out: led to the sign-in page · `k` signed out: the form is kept there ·
/// `f` the form again, with what is wrong (or what changed since) · `c` closed now, and the page says why · `x` forbidden ·
/// `.` not found · `-` a bad request. The last word names what the address is about. A form opens exactly to whom it could
/// be sent by; that nothing came of it, the test asks the case itself.
#[rustfmt::skip]
pub const ROWS: &[(&str, &str, &str, &str)] = &[
    // For everybody
    ("GET",  "/",                                            "o|rrr|rrr|r|rr", ""),
    ("GET",  "/law",                                         "o|ooo|ooo|o|oo", ""),
    ("GET",  "/help",                                        "o|ooo|ooo|o|oo", ""),
    ("GET",  "/healthz",                                     "o|ooo|ooo|o|oo", ""),
    ("GET",  "/readyz",                                      "o|ooo|ooo|o|oo", ""),
    ("GET",  "/favicon.svg",                                 "o|ooo|ooo|o|oo", ""),
    ("POST", "/session",                                     "f|fff|fff|f|ff", ""),
    ("POST", "/demo/session",                                ".|...|...|.|..", ""),
    // For the signed-in
    ("GET",  "/account",                                     "s|ooo|ooo|o|oo", ""),
    ("POST", "/account",                                     "k|fff|fff|f|ff", ""),
    ("GET",  "/work",                                        "s|rrr|ooo|o|oo", ""),
    ("GET",  "/cases",                                       "s|rrr|ooo|o|oo", ""),
    ("GET",  "/my",                                          "s|ooo|rrr|r|rr", ""),
    // An application: the writers' alone
    ("POST", "/applications",                                "k|rrr|xxx|x|xx", ""),
    ("GET",  "/applications/{id}",                           "s|o..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/applicant",                 "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/applicant",                 "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/body",                      "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/body",                      "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/parties",                   "s|o..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/parties/new",               "s|r..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/parties/{key}",             "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/parties/{key}",             "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/parties/{key}/remove",      "s|...|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/parties/{key}/remove",      "k|r..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/matter",                    "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/matter",                    "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/accountability",            "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/accountability",            "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/conditions",                "s|r..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/conditions/{number}",       "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/conditions/{number}",       "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/circumstances",             "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/circumstances",             "k|f..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/files",                     "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/files",                     "k|f..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/files/{file}/remove",       "k|r..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/check",                     "s|r..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/check",                     "k|r..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/paper",                     "s|r..|xxx|x|xx", "draft"),
    ("GET",  "/applications/{id}/discard",                   "s|o..|xxx|x|xx", "draft"),
    ("POST", "/applications/{id}/discard",                   "k|f..|xxx|x|xx", "draft"),
    // A case: its page, and what lies in it
    ("GET",  "/cases/{id}",                                  "s|oo.|o.o|.|oo", ""),
    ("GET",  "/cases/{id}/filing",                           "s|o..|o.o|.|oo", ""),
    ("GET",  "/cases/{id}/receipt",                          "s|o..|o.o|.|oo", ""),
    ("GET",  "/cases/{id}/documents/{subject}",              "s|.o.|o.o|.|oo", "their determination"),
    ("GET",  "/cases/{id}/files/{subject}",                  "s|...|o.o|.|oo", "the body's evidence"),
    ("GET",  "/cases/{id}/deadlines/{subject}",              "s|oo.|o.o|.|oo", "a deadline"),
    // Acts: never a party's to read
    ("GET",  "/cases/{id}/acts/{subject}",                   "s|...|o.o|.|oo", "a waiting act"),
    ("GET",  "/cases/{id}/acts/{subject}/approval",          "s|...|o.o|.|oo", "a waiting act"),
    ("POST", "/cases/{id}/acts/{subject}/approval",          "k|...|f.f|.|ff", "a waiting act"),
    ("POST", "/cases/{id}/acts/{subject}/recall",            "k|...|f.x|.|xx", "a settled act"),
    ("POST", "/cases/{id}/acts/{subject}/takeover",          "k|...|f.x|.|xx", "a settled act"),
    ("GET",  "/cases/{id}/acts/{subject}/discard",           "s|...|f.x|.|xx", "a settled act"),
    ("POST", "/cases/{id}/acts/{subject}/discard",           "k|...|f.x|.|xx", "a settled act"),
    // Steps of the officer, drafted for an approver
    ("GET",  "/cases/{id}/initiation",                       "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/initiation",                       "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/declining",                        "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/declining",                        "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/parties/{subject}/account",        "s|xx.|c.x|.|xx", "the party"),
    ("POST", "/cases/{id}/parties/{subject}/account",        "k|xx.|c.x|.|xx", "the party"),
    ("GET",  "/cases/{id}/report",                           "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/report",                           "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/suspension",                       "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/suspension",                       "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/resumption",                       "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/resumption",                       "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/extension",                        "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/extension",                        "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/determination",                    "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/determination",                    "k|xx.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/corrections/{subject}/verdict",    "s|xx.|r.x|.|xx", "the filer's correction"),
    ("POST", "/cases/{id}/corrections/{subject}/verdict",    "k|xx.|f.x|.|xx", "the filer's correction"),
    ("GET",  "/cases/{id}/parties/{subject}/clarification",  "s|xx.|o.x|.|xx", "the filer"),
    ("POST", "/cases/{id}/parties/{subject}/clarification",  "k|xx.|f.x|.|xx", "the filer"),
    ("GET",  "/cases/{id}/closure",                          "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/closure",                          "k|xx.|c.x|.|xx", ""),
    // Steps of the officer alone
    ("GET",  "/cases/{id}/documents/{subject}/service",      "s|xx.|c.x|.|xx", "their determination"),
    ("POST", "/cases/{id}/documents/{subject}/service",      "k|xx.|c.x|.|xx", "their determination"),
    ("GET",  "/cases/{id}/notice",                           "s|xx.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/notice",                           "k|xx.|c.x|.|xx", ""),
    // The approver's own
    ("GET",  "/cases/{id}/officers",                         "s|xx.|x.o|.|xx", ""),
    ("POST", "/cases/{id}/officers",                         "k|xx.|x.f|.|xx", ""),
    ("GET",  "/cases/{id}/assignment",                       "s|xx.|x.c|.|xx", ""),
    ("POST", "/cases/{id}/assignment",                       "k|xx.|x.c|.|xx", ""),
    // The filer's own
    ("GET",  "/cases/{id}/withdrawal",                       "s|cx.|x.x|.|xx", ""),
    ("POST", "/cases/{id}/withdrawal",                       "k|cx.|x.x|.|xx", ""),
    // Of a party for itself, or of an officer
    ("GET",  "/cases/{id}/evidence",                         "s|cc.|c.x|.|xx", ""),
    ("POST", "/cases/{id}/evidence",                         "k|cc.|c.x|.|xx", ""),
    ("GET",  "/cases/{id}/parties/{subject}/hearing",        "s|.c.|c.x|.|xx", "the party"),
    ("POST", "/cases/{id}/parties/{subject}/hearing",        "k|.c.|c.x|.|xx", "the party"),
    ("GET",  "/cases/{id}/parties/{subject}/objection",      "s|.c.|x.x|.|xx", "the party"),
    ("POST", "/cases/{id}/parties/{subject}/objection",      "k|.c.|x.x|.|xx", "the party"),
    ("GET",  "/cases/{id}/corrections/{subject}/report",     "s|c..|x.x|.|xx", "the filer's correction"),
    ("POST", "/cases/{id}/corrections/{subject}/report",     "k|c..|x.x|.|xx", "the filer's correction"),
    ("GET",  "/cases/{id}/parties/{subject}/clarification/waiver", "s|o..|x.x|.|xx", "the filer"),
    ("POST", "/cases/{id}/parties/{subject}/clarification/waiver", "k|f..|x.x|.|xx", "the filer"),
    // Of whom the objection is addressed to
    ("GET",  "/cases/{id}/objections/{subject}/decision",    "s|xx.|x.x|.|ox", "the objection"),
    ("POST", "/cases/{id}/objections/{subject}/decision",    "k|xx.|x.x|.|fx", "the objection"),
    // Last, for it ends the sessions
    ("POST", "/session/end",                                 "r|rrr|rrr|r|rr", ""),
];
