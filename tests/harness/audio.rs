//! What phones say and hear, and how well the far end understood it.

use std::path::PathBuf;

use serde::Deserialize;
use tokio::process::Command;

use crate::{Failure, Result, peers};

/// Who speaks: each says something else, so that crossed audio does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// An English woman.
    Anna,
    /// A Spanish man.
    Bruno,
    /// Another English woman.
    Carla,
    /// Another Spanish man.
    Dario,
}

impl Voice {
    /// The name of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anna => "anna",
            Self::Bruno => "bruno",
            Self::Carla => "carla",
            Self::Dario => "dario",
        }
    }

    /// The file to be said.
    pub async fn said(self) -> Result<PathBuf> {
        Ok(peers::speech().await?.join(format!("{}.wav", self.name())))
    }

    async fn reference(self) -> Result<PathBuf> {
        Ok(peers::speech().await?.join(format!("{}.ref.wav", self.name())))
    }
}

/// How long one has to listen, in seconds: a period of speech until the phone's buffer has settled, and two to be judged.
pub const LISTEN_SECS: f64 = 18.5;

/// A stretch of what a phone heard.
#[derive(Debug, Clone, Deserialize)]
pub struct Heard {
    /// The recording.
    pub file: PathBuf,
    /// Where in it the stretch begins, in seconds.
    pub from_secs: f64,
}

/// How well it was understood.
#[derive(Debug, Clone, Deserialize)]
pub struct Score {
    /// Narrow-band PESQ (ITU-T P.862), 1 to 4.5.
    pub pesq: f64,
    /// Short-time objective intelligibility, 0 to 1; it suffers from a jump of the jitter buffer more than ears do.
    pub stoi: f64,
}

/// What `score.py` says.
#[derive(Debug, Clone, Deserialize)]
struct Scores {
    #[serde(flatten)]
    judged: Score,
    most: Score,
}

impl Heard {
    /// Scores the stretch against what that voice says. The phone's call must be over, so that its file is whole.
    pub async fn score(&self, voice: Voice) -> Result<Score> {
        Ok(self.scores(voice).await?.judged)
    }

    async fn scores(&self, voice: Voice) -> Result<Scores> {
        let mut python = Command::new(peers::python().await?);
        python.arg(peers::scripts().join("score.py")).arg(voice.reference().await?).arg(&self.file);
        python.args([self.from_secs.to_string(), LISTEN_SECS.to_string()]);
        Ok(serde_json::from_str(&peers::run(&mut python, "score.py").await?)?)
    }

    /// Demands that the voice was heard clearly.
    pub async fn is(&self, voice: Voice) -> Result<()> {
        let Score { pesq, stoi } = self.score(voice).await?;
        if pesq >= 3.8 {
            return Ok(());
        }
        let (who, file) = (voice.name(), self.file.display());
        Err(Failure::new(format!("{who} was heard with PESQ {pesq:.2} and STOI {stoi:.3} in {file}")))
    }

    /// Demands that the voice was not heard, not in any period.
    pub async fn is_not(&self, voice: Voice) -> Result<()> {
        let Score { pesq, stoi } = self.scores(voice).await?.most;
        if pesq < 2.5 && stoi < 0.6 {
            return Ok(());
        }
        Err(Failure::new(format!("{} was heard with PESQ {pesq:.2} and STOI {stoi:.3}", voice.name())))
    }
}
