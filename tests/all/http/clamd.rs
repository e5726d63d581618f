//! Where a scanner is named, every file is shown to it: what it finds is not taken, nor is anything that it was not asked about.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::writing::count;
use crate::world::World;
use crate::world::browser::Page;

const VIRUS: &str = "X5O!P%@AP";

/// Knows one virus, and hears files in the way of clamd.
async fn scanner() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let mut word = [0; 10];
            line.read_exact(&mut word).await.expect("a word");
            assert_eq!(&word, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let length = line.read_u32().await.expect("a length") as usize;
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length];
                line.read_exact(&mut piece).await.expect("a piece");
                content.extend(piece);
            }
            let infected = content.windows(VIRUS.len()).any(|it| it == VIRUS.as_bytes());
            let answer: &[u8] = if infected {
                b"stream: Eicar-Test FOUND\0"
            } else {
                b"stream: OK\0"
            };
            line.write_all(answer).await.expect("somebody hears");
        }
    });
    place
}

async fn brought(world: &World, content: &str) -> Page {
    let draft = world.case().application().await;
    let mut browser = world.as_user(world.people.applicant.user).await;
    let form = format!(
        "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n证明材料甲\r\n--B\r\nContent-Disposition: form-data; \
         name=\"file\"; filename=\"决定.pdf\"\r\n\r\n%PDF-1.7 {content}\r\n--B--\r\n"
    );
    let href = format!("/applications/{draft}/files");
    browser
        .post_raw(&href, "multipart/form-data; boundary=B", form)
        .await
}

#[tokio::test]
async fn a_file_in_which_a_virus_is_found_is_not_taken() {
    let world = World::with(&[("RONGCUO_CLAMD", &scanner().await)]).await;
    // More than one piece, with the virus across their border.
    let infected = format!("{}{VIRUS}", "x".repeat(64 * 1024 - 12));
    brought(&world, &infected)
        .await
        .says(422, "「决定.pdf」：查出病毒（Eicar-Test），没有收下")
        .says(422, "证明材料甲");
    assert_eq!(count(&world.database.owner, "files").await, 0);
    brought(&world, "clean").await.leads_to();
    assert_eq!(count(&world.database.owner, "files").await, 1);
}

#[tokio::test]
async fn nothing_is_taken_unasked_while_the_scanner_is_away() {
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = gone.local_addr().expect("an address").to_string();
    drop(gone);
    let world = World::with(&[("RONGCUO_CLAMD", &place)]).await;
    brought(&world, "clean")
        .await
        .says(422, "病毒查杀暂时没有应答")
        .says(422, "证明材料甲");
    assert_eq!(count(&world.database.owner, "files").await, 0);
}
