//! Every door leads somewhere.

use crate::world::World;

#[tokio::test]
async fn whoever_takes_the_other_door_is_led_home() {
    let world = World::new().await;
    let people = &world.people;
    for (user, doors, home) in [
        (people.body.officer.user, &["/my"][..], "/work"),
        (people.body.approver.user, &["/my"], "/work"),
        (people.applicant.user, &["/work", "/cases"], "/my"),
        (people.individual.user, &["/work", "/cases"], "/my"),
    ] {
        let mut browser = world.as_user(user).await;
        for door in doors {
            assert_eq!(browser.get(door).await.leads_to(), home, "{door}");
        }
    }
}
