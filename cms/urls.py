from django.urls import URLPattern, URLResolver, include, path

from cms import crawlers, sitemaps, times
from cms.feeds import ArticleFeed

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/content/v1/", include("cms.content_api.urls")),
    path("robots.txt", crawlers.robots, name="robots"),
    path("llms.txt", crawlers.llms, name="llms"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path("feeds/<slug:language>/articles.xml", ArticleFeed(), name="article_feed"),
    path("<slug:key>.txt", crawlers.indexnow_key, name="indexnow_key"),
    path("fragments/times/", times.nearest, name="times_nearest"),
    path("fragments/times/soonest/", times.soonest, name="times_soonest"),
    path("fragments/times/<uuid:practitioner_id>/", times.doctor, name="times_doctor"),
]
