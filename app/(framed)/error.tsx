"use client";

import { BrokenPage } from "#components/portal/broken-page.tsx";

export default BrokenPage;
