// lib/read/date.h - reads the dates that pages, feeds, mail and tables write.
//
//   read_date("Tue, 05 Jan 2021 10:00:00 GMT")   // "2021-01-05"
//   read_date("2020-13-45")                      // "": there is no such day
//
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

namespace despin::read {

// "2019", "2019-05" or "2019-05-01...", the last with whatever time follows it as written; empty if
// the date is not a day of the calendar, or could be two ("01/05/2021"). Also read are names of
// months ("Jan 5, 2021", "5 January 2021"), "2021/01/05", "20210105", and seconds or milliseconds
// since 1970 from 2001 to 2100.
std::string read_date(std::string_view date);

}  // namespace despin::read
