//! A short tone. It is computed, so that no file is loaded.

use wasm_bindgen::JsValue;
use web_sys::AudioContext;

/// In hertz.
const PITCH: f32 = 660.0;
/// Of the loudest that the device can do.
const VOLUME: f32 = 0.08;
/// In seconds.
const LENGTH: f64 = 0.25;

/// Plays the tone. A browser that plays nothing before the first click on the page, or nothing at all, stays silent.
pub(crate) fn play_tone() {
    let _ = try_play();
}

thread_local! {
    /// One for all tones, because browsers allow a page only a few.
    static AUDIO: Result<AudioContext, JsValue> = AudioContext::new();
}

fn try_play() -> Result<(), JsValue> {
    let audio = AUDIO.with(Clone::clone)?;
    // It waits if the page had no click yet when it was made.
    let _ = audio.resume()?;
    let (tone, volume, end) =
        (audio.create_oscillator()?, audio.create_gain()?, audio.current_time() + LENGTH);
    tone.frequency().set_value(PITCH);
    volume.gain().set_value(VOLUME);
    // It fades, because a tone that is cut off ends with a click.
    volume.gain().exponential_ramp_to_value_at_time(0.001, end)?;
    tone.connect_with_audio_node(&volume)?.connect_with_audio_node(&audio.destination())?;
    tone.start()?;
    tone.stop_with_when(end)
}
