-- wrk: PUTs of the drafts in the file $BENCH_TARGETS, one "ID TAB VERSION TAB COOKIE TAB CSRF TAB BODY" a line.
-- A draft is saved by one connection at a time: it is taken from the list and comes back with its reply, which
-- brings the version for the next time. "@N@" in a body becomes a number, so that every save changes something.
local drafts, free, n = {}, {}, 0
local tried = false -- wrk asks once before it connects, and throws that request away

function init()
  for line in io.lines(os.getenv("BENCH_TARGETS")) do
    local id, version, cookie, csrf, body = line:match("^(.-)\t(.-)\t(.-)\t(.-)\t(.*)$")
    drafts[id] = {
      path = "/api/v1/skp/" .. id, body = body,
      headers = { ["Host"] = wrk.headers["Host"], ["Cookie"] = cookie, ["X-CSRF-Token"] = csrf,
                  ["Content-Type"] = "application/json", ["If-Match"] = '"' .. version .. '"' },
    }
    free[#free + 1] = drafts[id]
  end
end

function request()
  local d = tried and table.remove(free) or free[#free]
  tried = true
  n = n + 1
  d.headers["Idempotency-Key"] = "bench-" .. n
  return wrk.format("PUT", d.path, d.headers, (d.body:gsub("@N@", tostring(n))))
end

function response(status, headers, body)
  local d = drafts[body:match('^{"id":(%d+)')]
  d.headers["If-Match"] = headers["ETag"]
  free[#free + 1] = d
end

function done(summary, latency)
  io.stderr:write(string.format('{"requests":%d,"us":%d,"errors":%d,"median_us":%d}\n', summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50)))
end
