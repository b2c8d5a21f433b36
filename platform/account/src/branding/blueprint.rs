//! `[branding]` of a blueprint: the same settings; logos stand in it as `data:…;base64,…`.

use async_trait::async_trait;
use bus::Publish as _;
use feature::blueprint::{Door, Result, Section};
use tenancy::AuditLine;

use super::api::BrandChanged;
use super::logo::data;
use super::settings::BrandSettings;
use super::store;

/// The section.
pub(super) struct Branding;

async fn set(door: &Door<'_>, before: &BrandSettings, wanted: &BrandSettings) -> Result<()> {
    let (after, _) = store::put(door.tx, wanted.clone().checked()?).await?;
    let tenant = door.tx.tenant();
    let line = AuditLine::new(door.actor, "branding.change").object(tenant).before(before).after(&after);
    door.tx.audit(line).await?;
    door.tx.publish(BrandChanged { tenant }).await?;
    Ok(())
}

#[async_trait]
impl Section for Branding {
    type Item = BrandSettings;
    const NAME: &'static str = "branding";
    const ORDER: u16 = 50;
    const SINGLE: bool = true;

    fn key(&self, _: &BrandSettings) -> String {
        "brand".to_owned()
    }

    async fn list(&self, door: &Door<'_>) -> Result<Vec<BrandSettings>> {
        let mut settings = store::get(door.tx).await?;
        if settings.is_empty() {
            return Ok(Vec::new());
        }
        for logo in [&mut settings.logo_light, &mut settings.logo_dark] {
            let Some(hash) = logo.take() else { continue };
            let row = store::logo_of(door.tx, &hash).await?;
            *logo = row.map(|row| data(&row.media_type, &row.bytes));
        }
        Ok(vec![settings])
    }

    async fn create(&self, door: &Door<'_>, item: &BrandSettings) -> Result<()> {
        set(door, &BrandSettings::default(), item).await
    }

    async fn change(&self, door: &Door<'_>, _: &BrandSettings, wanted: &BrandSettings) -> Result<()> {
        let before = store::get(door.tx).await?;
        set(door, &before, wanted).await
    }

    async fn delete(&self, door: &Door<'_>, _: &BrandSettings) -> Result<()> {
        let before = store::get(door.tx).await?;
        set(door, &before, &BrandSettings::default()).await
    }
}
