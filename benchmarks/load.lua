-- Asks with GET, or with POST for the forms given after the address, each in turn. At the end,
-- one line of JSON on standard output.

function init(args)
  if #args == 0 then return end
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
  for name, value in pairs(wrk.headers) do headers[name] = value end
  local posts = {}
  for place, form in ipairs(args) do
    posts[place] = wrk.format("POST", nil, headers, form)
  end
  local turn = 0
  function request()
    turn = turn % #posts + 1
    return posts[turn]
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.stdout:write(string.format(
    '\n{"replies": %d, "bytes": %d, "seconds": %.6f, "failed": %d, "p50": %.3f, "p99": %.3f}\n',
    summary.requests, summary.bytes, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
