"""One open-day year, played by its people through their browsers: from the notice to the performance table."""

import pytest

from tests.journeys import participants, programme, results
from tests.journeys.year import Year


@pytest.mark.browser
def test_a_year_from_the_notice_to_the_performance_table(portal, browser, tmp_path):
    with Year(portal, browser, tmp_path) as year:
        programme.the_office_applies_the_notice(year)
        programme.the_office_makes_accounts(year)
        programme.the_editor_schedules_a_session(year)
        programme.the_approver_approves(year)
        programme.nobody_next_door_sees_it(year)
        programme.the_worker_reminds_each_once(year)
        programme.the_announcement_waits_for_its_agenda(year)
        programme.the_announcement_is_published(year)

        participants.a_resident_signs_up_by_telephone(year)
        participants.others_sign_up_without_scripts(year)
        participants.signing_up_twice_changes_nothing(year)
        participants.the_list_is_made(year)
        participants.everyone_is_told(year)
        participants.the_door_and_the_head(year)

        results.cards_come_in_by_the_poster(year)
        results.the_ledger_answers(year)
        results.the_public_reads_the_answers(year)
        programme.the_neighbour_announces_too_late(year)
        results.the_report_is_published(year)
        results.the_public_reads_the_report(year)
        results.the_office_sees_the_year(year)
        results.the_neighbour_still_sees_nothing(year)
        results.what_was_not_done_is_told_once(year)
