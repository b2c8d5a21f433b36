INSERT INTO cdr (
    tenant_id, id, call_id, linked_to, linked_call, origin, kind, endpoint_id, trunk_id, from_number,
    from_name, from_user, to_number, to_user, detected, rang, connected, disconnected, duration_ms,
    disposition, cause, side, status, emergency, from_rev, to_rev, name_key
)
SELECT
    tenant_id,
    CAST(lpad(to_hex((detected + :shift) / 1000), 12, '0') || right(replace(CAST(id AS text), '-', ''), 20) AS uuid),
    CAST(lpad(to_hex((detected + :shift) / 1000), 12, '0') || right(replace(CAST(call_id AS text), '-', ''), 20) AS uuid),
    linked_to, linked_call, origin, kind, endpoint_id, trunk_id, from_number, from_name, from_user, to_number,
    to_user, detected + :shift, rang + :shift, connected + :shift, disconnected + :shift, duration_ms,
    disposition, cause, side, status, emergency, from_rev, to_rev, name_key
FROM cdr
WHERE tenant_id = :tenant AND detected >= :since AND detected < :until
