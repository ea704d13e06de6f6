import "./public.ts";
