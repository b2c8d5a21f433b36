//! `/me/photo`, the own one; `/users/{id}/photo`, a colleague's.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use bus::Publish as _;
use kernel::id::UserId;
use serde_json::json;
use web::describe::Operation;
use web::{Allow, NoContent, Path, Problem, Result, Routes, SignedIn, Upload};

use super::{picture, store};
use crate::users::UserEvent;

/// Whoever asks names the photo by its tag, too: another photo has another address.
const KEPT: &str = "private, max-age=31536000, immutable";

pub(super) fn routes(routes: &mut Routes) {
    routes.put(
        "/me/photo",
        "set_own_photo",
        "Sets the own photo: a JPEG, PNG or WebP picture of at most 512 KiB and 1024 by 1024 pixels.",
        set,
    );
    routes.delete("/me/photo", "delete_own_photo", "Deletes the own photo.", remove);
    routes.get(
        "/users/{id}/photo",
        "get_photo",
        "A user's photo, for everybody who is signed in there.",
        show,
    );
    routes.answers(|operation: &mut Operation| {
        operation.answer_of(200, "The picture.", "image/*", json!({"type": "string", "format": "binary"}));
    });
}

async fn set(allow: Allow<SignedIn>, body: Upload) -> Result<NoContent> {
    let kind = picture::check(&body.media_type, &body.bytes)?;
    let user = allow.person().user;
    let tx = allow.home().begin().await?;
    store::put(&tx, user, kind, &body.bytes).await?;
    let facts = json!({"media_type": kind.media_type(), "bytes": body.bytes.len()});
    tx.audit(allow.audit("photos.set").object(user).after(&facts)).await?;
    tx.publish(UserEvent { id: user }).await?;
    tx.commit().await?;
    Ok(NoContent)
}

async fn remove(allow: Allow<SignedIn>) -> Result<NoContent> {
    let user = allow.person().user;
    let tx = allow.home().begin().await?;
    store::delete(&tx, user).await?;
    tx.audit(allow.audit("photos.delete").object(user)).await?;
    tx.publish(UserEvent { id: user }).await?;
    tx.commit().await?;
    Ok(NoContent)
}

async fn show(allow: Allow<SignedIn>, id: Path<UserId>) -> Result<HttpResponse> {
    let photo = store::of(&allow.read().await?, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, photo.media_type))
        .insert_header((CACHE_CONTROL, KEPT))
        .insert_header((CONTENT_DISPOSITION, "inline"))
        .body(photo.picture))
}
