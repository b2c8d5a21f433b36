INSERT INTO cdr (
    tenant_id, id, call_id, linked_to, linked_call, origin, kind, endpoint_id, trunk_id, from_number,
    from_name, from_user, to_number, to_user, detected, rang, connected, disconnected, duration_ms,
    disposition, cause, side, status, emergency, from_rev, to_rev, name_key
)
SELECT
    tenant_id, unhex(printf('%012x', (detected + :shift) / 1000) || substr(hex(id), 13)),
    unhex(printf('%012x', (detected + :shift) / 1000) || substr(hex(call_id), 13)), linked_to, linked_call,
    origin, kind, endpoint_id, trunk_id, from_number, from_name, from_user, to_number, to_user,
    detected + :shift, rang + :shift, connected + :shift, disconnected + :shift, duration_ms, disposition,
    cause, side, status, emergency, from_rev, to_rev, name_key
FROM cdr
WHERE tenant_id = :tenant AND detected >= :since AND detected < :until
