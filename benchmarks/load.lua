-- Sends GET, or POST with the forms given as arguments, each in turn; prints one line of JSON.
local requests = {}
local turn = 0

function init(args)
  for place = 1, #args do
    requests[place] = wrk.format(
      "POST", nil, { ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Accept-Encoding"] = wrk.headers["Accept-Encoding"], ["Host"] = wrk.headers["Host"] },
      args[place])
  end
  if #requests > 0 then
    request = nil
    wrk.method = "POST"
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
