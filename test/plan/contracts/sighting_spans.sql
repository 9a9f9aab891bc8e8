SELECT sighting_days.day, COUNT(*) AS numbers
FROM {sighting_days}
GROUP BY 1
