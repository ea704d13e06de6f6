"""IndexNow: telling search engines (Bing, Yandex, Seznam, Naver, Yep) which addresses have changed."""
