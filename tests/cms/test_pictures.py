from cms.models import ClinicImage
from cms.presenters.pictures import load, picture
from cms.renditions import EVENT, make_all, specs_for
from outbox.message import Message
from outbox.models import Delivery
from tests.cms import clinic


def message(image):
    return Message(EVENT, str(image.pk), {"image": image.pk}, operation_id=None, attempt=1)


def test_upload_asks_for_all_sizes_once(db):
    image = clinic.picture()
    image.save()

    assert Delivery.objects.filter(event=EVENT, subject=str(image.pk)).count() == 2
    make_all(message(image))
    image.save()
    assert Delivery.objects.filter(event=EVENT, subject=str(image.pk)).count() == 2


def test_task_makes_every_size_a_page_may_ask_for(db):
    image = clinic.picture()

    make_all(message(image))
    make_all(message(image))

    made = set(image.renditions.values_list("filter_spec", flat=True))
    assert made == set(specs_for(image))
    assert {spec.rpartition("-")[2] for spec in made} == {"avif", "jpeg"}


def test_picture_offers_avif_with_jpeg_beside_it_and_is_sized(db):
    image = clinic.picture(alt_ru="Портрет")
    make_all(message(image))

    html = picture(ClinicImage.objects.get(pk=image.pk), "portrait")

    assert html.count('<source type="image/avif"') == 1
    assert 'width="448" height="560"' in html
    assert 'loading="lazy"' in html
    assert 'alt="Портрет"' in html


def test_visitor_before_the_task_gets_a_jpeg_and_waits_for_no_avif(db):
    html = picture(clinic.picture(), "portrait", eager=True)

    assert "avif" not in html
    assert "jpeg" in html or ".jpg" in html
    assert 'fetchpriority="high"' in html


def test_what_the_task_has_made_is_shown_from_then_on(db, django_capture_on_commit_callbacks):
    image = clinic.picture()
    assert "avif" not in picture(image, "portrait")

    with django_capture_on_commit_callbacks(execute=True):
        make_all(message(image))

    assert "avif" in picture(image, "portrait")


def test_a_new_focal_point_takes_the_old_cuts_away(db, django_capture_on_commit_callbacks):
    image = clinic.picture()
    with django_capture_on_commit_callbacks(execute=True):
        make_all(message(image))
    before = picture(image, "portrait")

    image.focal_point_x, image.focal_point_y = image.width // 4, image.height // 4
    image.focal_point_width = image.focal_point_height = 10
    with django_capture_on_commit_callbacks(execute=True):
        image.save()

    after = picture(ClinicImage.objects.get(pk=image.pk), "portrait")
    assert "avif" in before
    assert "avif" not in after


def test_a_page_draws_many_pictures_with_one_query(db, django_assert_num_queries):
    images = [clinic.picture(), clinic.picture()]
    for image in images:
        make_all(message(image))

    with django_assert_num_queries(1):
        load([*images, None])
        assert all(picture(image, shape) for image in images for shape in ("portrait", "content"))


def test_deleted_picture_needs_no_sizes(db):
    image = clinic.picture()
    gone = message(image)
    image.delete()

    make_all(gone)


def test_no_picture_is_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert picture(None, "portrait") is None
