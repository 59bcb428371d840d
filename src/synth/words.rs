//! The texts of the invented utility. No town, street or business in here is a real one; the names
//! of people are common ones, put together by chance.

/// First names, some with letters outside of ASCII.
pub const FIRST_NAMES: &[&str] = &[
    "Ada", "Amir", "Andrés", "Beatriz", "Brent", "Carla", "Chloé", "Dmitri", "Elena", "Farah",
    "Gil", "Hana", "Iris", "Jasper", "Jun", "Kofi", "Lena", "Luis", "Mai", "Marisol", "Nadia",
    "Noor", "Omar", "Petra", "Quentin", "Renée", "Rosa", "Samir", "Sofía", "Tariq", "Uma", "Vera",
    "Wade", "Ximena", "Yusuf", "Zoe",
];

/// Last names, some with letters outside of ASCII or signs in them.
pub const LAST_NAMES: &[&str] = &[
    "Abara",
    "Bell",
    "Castañeda",
    "Dahl",
    "Eriksen",
    "Fuentes",
    "Grant",
    "Hassan",
    "Ibáñez",
    "Jansen",
    "Kowal",
    "Lund",
    "McRae",
    "Muñoz",
    "Novak",
    "O'Dell",
    "Okafor",
    "Park",
    "Peña",
    "Quist",
    "Ramírez",
    "Santos",
    "Tran",
    "Udall",
    "Vance",
    "Weiss",
    "Xiong",
    "Yilmaz",
    "Zamora",
    "de la Cruz",
];

/// What a business is called first.
pub const BUSINESS_NAMES: &[&str] = &[
    "Brindlewick",
    "Copperfen",
    "Dunmarrow",
    "Elderquay",
    "Foxhollow",
    "Greyspindle",
    "Hollowmere",
    "Lanternfield",
    "Moonwharf",
    "Pellfrost",
    "Quillmere",
    "Thistlegate",
];

/// What a business does.
pub const TRADES: &[&str] = &[
    "Bakery",
    "Bikes",
    "Books & Maps",
    "Cold Storage",
    "Dental, LLC",
    "Feed Store",
    "Laundry",
    "Machine Shop",
    "Nursery",
    "Print House",
    "Self Storage",
    "Tire Service",
];

/// Towns.
pub const TOWNS: &[&str] = &[
    "Marrowdale",
    "Pellfrost Junction",
    "Quillmere",
    "Saltfen Crossing",
    "Tansy Hollow",
    "Upper Brindlewick",
];

/// The state: none has these letters.
pub const STATE: &str = "ZZ";

/// Streets.
pub const STREETS: &[&str] = &[
    "Amberglass Rd",
    "Birchlantern Ave",
    "Candlefen St",
    "Driftharrow Ln",
    "Emberquill Way",
    "Farthingmoss Ct",
    "Glimmerford Dr",
    "Hushwillow Pl",
    "Inkberry Loop",
    "Jasperwick Blvd",
    "Kettlebrook St",
    "Larkspindle Ave",
];

/// Notes that hold nothing but words.
pub const PLAIN_NOTES: &[&str] = &[
    "Customer asked for a larger print bill.",
    "Dog in the yard, call before reading.",
    "Gate code changed, new one is with dispatch.",
    "Explained the seasonal rate; customer said \"that makes sense\".",
    "Tree trimming requested near the service drop, referred to field office.",
    "Cliente pide atención en español; preferencia actualizada.",
    "High bill complaint, usage matches the weather, no adjustment.",
    "Moved furniture away from the meter & confirmed access.",
];

/// What stands behind a payment's kind in its reference.
pub const REFERENCES: &[(&str, &str)] = &[
    ("10", "CC"),
    ("20", "AP"),
    ("30", "BB"),
    ("40", "CK"),
    ("50", "CA"),
    ("60", "LB"),
    ("70", "IV"),
    ("80", "KS"),
];
