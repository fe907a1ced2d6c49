-- wrk: GETs of the file $BENCH_TARGETS, one "PATH TAB COOKIE" a line, in turn.
local targets, at = {}, 0

function init()
  for line in io.lines(os.getenv("BENCH_TARGETS")) do
    local path, cookie = line:match("^(.-)\t(.*)$")
    targets[#targets + 1] = wrk.format("GET", path, { ["Host"] = wrk.headers["Host"], ["Cookie"] = cookie })
  end
end

function request()
  at = at % #targets + 1
  return targets[at]
end

function done(summary)
  io.stderr:write(string.format('{"requests":%d,"us":%d,"errors":%d}\n', summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
