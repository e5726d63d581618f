//! How numbers are written in Chinese: the law counts its articles 第一条, 第十二条.

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The Chinese numeral of a number from 0 to 99: 零, 八, 十二, 二十.
pub fn numeral(n: u8) -> String {
    let (tens, ones) = (usize::from(n / 10), usize::from(n % 10));
    match tens {
        0 if ones == 0 => "零".to_owned(),
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        2..10 => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn 数字写成汉字() {
        for (n, written) in [
            (0, "零"),
            (1, "一"),
            (9, "九"),
            (10, "十"),
            (15, "十五"),
            (20, "二十"),
            (99, "九十九"),
        ] {
            assert_eq!(numeral(n), written);
        }
    }
}
