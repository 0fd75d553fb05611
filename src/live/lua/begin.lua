-- Sets the run's instant 0 on the server's clock. ARGV: nothing, nothing, how far ahead it is [ms]. Returns it [us].
--@include room
local time = call('TIME')
s.originMicros = time[1] * 1e6 + time[2] + ARGV[3] * 1000
save()
return s.originMicros
