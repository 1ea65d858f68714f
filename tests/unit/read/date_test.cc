#include "lib/read/date.h"

#include "gtest/gtest.h"

namespace despin::read {
namespace {

TEST(ReadDate, KeepsDaysMonthsAndYearsOfTheCalendar) {
  for (const char* good : {"2019", "2019-05", "2019-05-01", "2019-05-01T10:00:00Z",
                           "2019-05-01 10:00", "2020-02-29"}) {
    EXPECT_EQ(read_date(good), good);
  }
}

TEST(ReadDate, ReadsWhatCanBeOneDayAlone) {
  for (const char* written :
       {"Jan 5, 2021", "January 5th, 2021", "5 January 2021", "5th January 2021",
        "Tue, 05 Jan 2021 10:00:00 GMT", "Tuesday, January 5, 2021", "5-Jan-2021", "2021/01/05",
        "2021.01.05", "20210105", "1609804800", "1609804800000", " 2021-01-05 "}) {
    EXPECT_EQ(read_date(written), "2021-01-05") << written;
  }
}

TEST(ReadDate, DropsWhatIsNoDayOrMoreThanOne) {
  for (const char* bad :
       {"", "201", "2019-", "2019-5-1", "2019-05-0", "2019-05-011", "2020-13-45", "2020-13",
        "2019-02-29", "0000-01-01", "01/05/2021", "not a date", "Jan 32, 2021", "May",
        "12345678901", "99999999999999", "20211305", "Marching on 2 2021"}) {
    EXPECT_EQ(read_date(bad), "") << bad;
  }
}

}  // namespace
}  // namespace despin::read
