//! 调阅: only somebody of a body above opens a case, and for some days.

use uuid::Uuid;

use super::attack::{KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn a_case_is_opened_from_above_alone_and_not_for_ever() {
    let world = World::new().await;
    let (story, people) = (world.case().initiated().await, &world.people);
    let sql = |user: Uuid, days: i32| {
        format!(
            "INSERT INTO openings VALUES ('{}', '{user}', now(), (now() AT TIME ZONE 'Asia/Shanghai')::date + {days}, 'other', '查看');",
            story.id()
        )
    };
    let (own, above) = (people.body.spare.user.0, people.office.officer.user.0);
    refused(&world, "openings_from_above", &sql(own, 1)).await;
    refused(&world, "openings_from_above", &sql(people.individual.user.0, 1)).await;
    refused(&world, "openings_end", &sql(above, 90)).await;
    refused(&world, "openings_end", &sql(above, -1)).await;
    let bent = sql(above, 1) + "UPDATE openings SET reason = '其他'";
    refused(&world, KEPT, &bent).await;
}
