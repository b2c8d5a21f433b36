//! The words of exports in the languages of the pages, which say the same.

/// Each text by the key that the pages know it by: English, Spanish.
const WORDS: &[(&str, &str, &str)] = &[
    ("cdrs-detected", "Date and time", "Fecha y hora"),
    ("cdrs-kind", "Direction", "Sentido"),
    ("cdrs-from", "Origin", "Origen"),
    ("cdrs-from-name", "Origin name", "Nombre de origen"),
    ("cdrs-to", "Destination", "Destino"),
    ("cdrs-duration", "Duration", "Duración"),
    ("cdrs-disposition", "Ended as", "Resultado"),
    ("cdrs-cause", "Cause", "Causa"),
    ("cdrs-side", "Ended by", "Terminada por"),
    ("cdrs-rang", "Rang", "Sonó"),
    ("cdrs-connected", "Answered", "Contestada"),
    ("cdrs-disconnected", "Ended", "Terminada"),
    ("cdrs-from-user", "Origin terminal user", "Usuario terminal de origen"),
    ("cdrs-to-user", "Destination terminal user", "Usuario terminal de destino"),
    ("cdrs-call", "Call id", "Id. de llamada"),
    ("cdrs-id", "Record id", "Id. de registro"),
    ("cdrs-linked-to", "Continues record", "Continúa el registro"),
    ("kind-in", "Incoming", "Entrante"),
    ("kind-internal", "Internal", "Interna"),
    ("kind-out", "Outgoing", "Saliente"),
    ("disposition-answered", "Answered", "Contestada"),
    ("disposition-no_answer", "No answer", "No contesta"),
    ("disposition-busy", "Busy", "Ocupado"),
    ("disposition-rejected", "Rejected", "Rechazada"),
    ("disposition-cancelled", "Given up", "Cancelada"),
    ("disposition-congestion", "Congestion", "Congestión"),
    ("disposition-failed", "Failed", "Fallida"),
    ("side-caller", "Caller", "Quien llama"),
    ("side-called", "Called party", "Quien es llamado"),
    ("side-exchange", "The exchange", "La centralita"),
    ("cause-1", "Number not assigned", "Número no asignado"),
    ("cause-3", "No route to the destination", "Sin ruta al destino"),
    ("cause-16", "Normal end", "Fin normal"),
    ("cause-17", "Busy", "Ocupado"),
    ("cause-18", "No phone responds", "Ningún teléfono responde"),
    ("cause-19", "No answer", "No contesta"),
    ("cause-20", "Not registered", "Sin registrar"),
    ("cause-21", "Rejected", "Rechazada"),
    ("cause-22", "Number changed", "Número cambiado"),
    ("cause-27", "Destination out of order", "Destino averiado"),
    ("cause-28", "Incomplete number", "Número incompleto"),
    ("cause-31", "Normal, without a reason given", "Normal, sin motivo indicado"),
    ("cause-34", "No channel free", "Sin canal libre"),
    ("cause-38", "Network out of order", "Red averiada"),
    ("cause-41", "Temporary failure", "Fallo temporal"),
    ("cause-42", "Exchange congested", "Centralita congestionada"),
    ("cause-57", "Not permitted", "No permitido"),
    ("cause-58", "Not available now", "No disponible ahora"),
    ("cause-63", "Service not available", "Servicio no disponible"),
    ("cause-79", "Not implemented", "No implementado"),
    ("cause-88", "Incompatible destination", "Destino incompatible"),
    ("cause-102", "Timer expired", "Tiempo agotado"),
    ("cause-127", "Interworking", "Interconexión"),
];

/// The text of a key in English and in Spanish.
pub(super) fn of(key: &str) -> Option<[&'static str; 2]> {
    let (_, english, spanish) = WORDS.iter().find(|(name, ..)| *name == key)?;
    Some([english, spanish])
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::super::record::{Direction, Disposition, Side};
    use super::*;

    const PAGES: [[&str; 2]; 2] = [
        [
            include_str!("../../../../admin-ui/src/i18n/en.ftl"),
            include_str!("../../../../admin-ui/src/features/cdrs/en.ftl"),
        ],
        [
            include_str!("../../../../admin-ui/src/i18n/es.ftl"),
            include_str!("../../../../admin-ui/src/features/cdrs/es.ftl"),
        ],
    ];

    fn texts(language: usize) -> impl Iterator<Item = (&'static str, &'static str)> {
        PAGES[language].into_iter().flat_map(str::lines).filter_map(|line| line.split_once(" = "))
    }

    #[test]
    fn they_are_those_of_the_pages() {
        for (key, english, spanish) in WORDS {
            for (language, text) in [english, spanish].into_iter().enumerate() {
                assert!(texts(language).any(|(name, said)| (name, said) == (*key, *text)), "{key}: {text}");
            }
        }
    }

    #[test]
    fn nothing_that_a_record_can_say_is_without_them() {
        let directions = [Direction::In, Direction::Out, Direction::Internal].map(Direction::word);
        let sides = [Side::Caller, Side::Called, Side::Exchange].map(Side::word);
        let ends = "answered no_answer busy rejected cancelled congestion failed".split(' ');
        let ends = ends.map(|word| Disposition::of_word(word).expect(word).word());
        let keys = Column::ALL.iter().map(|column| format!("cdrs-{}", column.name().replace('_', "-")));
        let keys = keys
            .chain(directions.iter().map(|word| format!("kind-{word}")))
            .chain(sides.iter().map(|word| format!("side-{word}")))
            .chain(ends.map(|word| format!("disposition-{word}")))
            .chain(texts(0).map(|(key, _)| key.to_owned()).filter(|key| key.starts_with("cause-")));
        for key in keys {
            assert!(of(&key).is_some(), "no words for {key}");
        }
    }
}
