//! Small real files for the demo's evidence: a page of PDF, made in memory. The font is one that every reader brings along
//! for Chinese (Adobe-GB1), so that nothing has to be embedded.

use std::fmt::Write as _;

/// How many characters stand in a line.
const LINE: usize = 34;

/// One page with a heading and a text.
pub fn page(heading: &str, text: &str) -> Vec<u8> {
    let characters: Vec<char> = text.chars().collect();
    let lines = characters
        .chunks(LINE)
        .map(|line| line.iter().collect::<String>());
    let mut drawn = format!("BT /F 16 Tf 72 770 Td <{}> Tj ET\n", ucs2(heading));
    for (line, y) in lines
        .chain(["（演示材料，内容均为虚构）".into()])
        .zip((60..=730).rev().step_by(22))
    {
        writeln!(drawn, "BT /F 12 Tf 72 {y} Td <{}> Tj ET", ucs2(&line))
            .expect("writing to a string never fails");
    }
    assemble(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".into(),
        format!("<</Length {}>>\nstream\n{drawn}endstream", drawn.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>".into(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)\
         /Supplement 4>>/FontDescriptor 7 0 R/DW 1000>>"
            .into(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880\
         /Descent -120/CapHeight 880/StemV 93>>"
            .into(),
    ])
}

fn ucs2(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

/// Objects, their places, and where to begin reading.
fn assemble(objects: &[String]) -> Vec<u8> {
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = String::from("0000000000 65535 f \n");
    for (object, no) in objects.iter().zip(1..) {
        places += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{no} 0 obj\n{object}\nendobj\n");
    }
    let (count, table) = (objects.len() + 1, pdf.len());
    pdf += &format!(
        "xref\n0 {count}\n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    );
    pdf.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_a_pdf() {
        let made = page("会议纪要", &"研究跨境支付便利化试点。".repeat(20));
        assert_eq!(
            infer::get(&made).map(|it| it.mime_type()),
            Some("application/pdf")
        );
        let text = String::from_utf8(made).expect("nothing but ASCII");
        let table: usize = text
            .rsplit("startxref\n")
            .next()
            .and_then(|end| end.lines().next()?.parse().ok())
            .expect("the place of the table");
        assert!(text[table..].starts_with("xref"));
    }
}
