SELECT MAX(seen_at) AS last_seen_at, number FROM {sightings} GROUP BY number
