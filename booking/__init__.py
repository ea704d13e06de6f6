"""When and where: schedules, free times, holds, appointments, programs, waitlist, referrals, reviews."""
