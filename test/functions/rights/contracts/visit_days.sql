SELECT v.day AS day, COUNT(*) AS visits, SUM(v.minutes) AS minutes FROM {visits} AS v GROUP BY v.day
