### days and times
from datetime import datetime, date, timedelta, time, timezone
import datetime as dtm
d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isocalendar(), d.strftime('%d.%m.%Y %A'), d + timedelta(days=366), d.replace(year=2023, day=1), date.fromisoformat('2023-01-02'), d.toordinal(), date.fromordinal(738000), date(2023,1,1) < d, d - date(2024,1,1), d.timetuple()[:3], f'{d:%Y/%m}')
n = datetime(2024, 5, 17, 8, 3, 9, 4500)
print(n, repr(n), n.isoformat(), n.isoformat(timespec='minutes'), n.strftime('%Y-%m-%d_%H-%M-%S.%f'), n.date(), n.time(), n + timedelta(hours=20, minutes=57), n - timedelta(1), n - datetime(2024, 1, 1), datetime.fromisoformat('2024-05-17T08:03:09'), datetime.strptime('17/05/24 13:04', '%d/%m/%y %H:%M'), n.replace(hour=0), n == datetime(2024,5,17,8,3,9,4500), hash(n) == hash(datetime(2024,5,17,8,3,9,4500)))
t = timedelta(days=1, hours=2, seconds=3.5)
print(t, repr(t), t.total_seconds(), t * 2, t / 2, -t, abs(-t), t // timedelta(hours=1), t % timedelta(hours=1), timedelta(minutes=90), timedelta(0), repr(timedelta(0)), timedelta(weeks=1), timedelta(microseconds=1), t.days, t.seconds, t.microseconds, sum([t, t], timedelta()), timedelta(days=-1, seconds=5), t > timedelta(0), bool(timedelta()), divmod(t, timedelta(hours=1)), timedelta(days=2)/timedelta(days=1))
print(time(3, 4), repr(time(3, 4, 5)), time(3,4).isoformat(), datetime.combine(d, time(1, 2)), datetime.fromtimestamp(0, timezone.utc), datetime(2024,1,1,tzinfo=timezone.utc).isoformat(), timezone(timedelta(hours=2)), datetime(1970,1,2,tzinfo=timezone.utc).timestamp(), datetime.utcfromtimestamp(86400.5), datetime(2024,1,1,tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=-3))), datetime.fromtimestamp(datetime(2024,5,1,2).timestamp()))
print(isinstance(n, date), type(datetime.now()).__name__, (datetime.now() - datetime.now()).total_seconds() <= 0, date.today() == datetime.now().date(), date.min, date.max, datetime.max, dtm.MINYEAR)
for work in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(2023, 13, 1), lambda: datetime(2023, 1, 1, 25), lambda: date.fromisoformat('x'), lambda: datetime.strptime('a', '%Y'), lambda: datetime.strptime('2023x', '%Y'), lambda: n < d, lambda: timedelta('x'), lambda: datetime(2024,1,1,tzinfo=timezone.utc) - n, lambda: datetime.strptime('1', '%Q'), lambda: date(9999,12,31) + timedelta(1), lambda: datetime(2024,1,1,tzinfo=timezone.utc) < n):
    try: print(work())
    except Exception as e: print(type(e).__name__, e)
