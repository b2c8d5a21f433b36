//! The matrix of roles and operations over all rooms is the committed text file `matrix.txt`.

use account::roles::Role;
use web::Grants;

use crate::cli::Settings;
use crate::config::Config;
use crate::data::DataFolder;
use crate::serve::{Node, SipSide};

#[tokio::test]
async fn the_matrix_of_roles_and_operations_is_the_committed_one() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data: Some(folder.path().join("data")), ..Settings::default() };
    let config = Config::load(&settings).unwrap();
    let data = DataFolder::open(&config.data).unwrap();
    let node = Node::open(&config, &data, SipSide::NONE).await.unwrap();
    let held: Vec<_> =
        Role::ALL.iter().map(|role| (role.to_string(), node.account.roles().grants(*role))).collect();
    let columns: Vec<(&str, &Grants)> =
        held.iter().map(|(name, grants)| (name.as_str(), &**grants)).collect();
    let matrix = node.catalogue.matrix(&columns);
    node.close(std::time::Duration::ZERO).await;
    assert!(matrix == include_str!("matrix.txt"), "platform/server/src/matrix.txt should be:\n{matrix}");
}
